"""Runs a notebook from top to bottom and writes it back with its outputs: execute_notebook.py IN OUT FOLDER [SECONDS].

Exit code 1, with the cell and the error, where a cell fails. Outputs that are stored name no folder of this machine: they
begin at the repository (.) or at the home folder (~).
"""
import json
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

source, target, folder = sys.argv[1:4]
seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 600
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=seconds, kernel_name="deno", resources={"metadata": {"path": folder}})
code = [cell for cell in notebook.cells if cell.cell_type == "code"]
started = time.time()
try:
    client.execute()
except CellExecutionError as error:
    failed = next(cell for cell in code if any(out.output_type == "error" for out in cell.outputs))
    print(f"cell {code.index(failed) + 1} of {len(code)} failed:\n{failed.source}\n{error}", file=sys.stderr)
    sys.exit(1)
finally:
    text = json.dumps([cell.outputs for cell in code])
    for folder_here, name in ((os.getcwd(), "."), (os.path.expanduser("~"), "~")):
        text = text.replace(folder_here + "/", name + "/")
    for cell, outputs in zip(code, json.loads(text)):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]
    nbformat.write(notebook, target)
print(f"{len(code)} cells ran in {time.time() - started:.0f} s")
