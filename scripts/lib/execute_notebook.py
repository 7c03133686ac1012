"""Runs a notebook from top to bottom and writes it back with its outputs: execute_notebook.py IN OUT FOLDER [SECONDS].

Exit code 1, with the cell and the error, where a cell fails. Outputs that are stored name no folder of this machine: they
begin at the repository (.) or at the home folder (~).
"""
import json
import os
import sys
import time
from queue import Empty

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellExecutionError
from nbclient.util import ensure_async

source, target, folder = sys.argv[1:4]
seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 600
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=seconds, kernel_name="deno", resources={"metadata": {"path": folder}})


async def late_outputs(cell, cell_index, execute_reply):
    """Deno's kernel says that a cell is done before its last outputs are sent: waits for what still comes."""
    request = execute_reply["parent_header"]["msg_id"]
    while True:
        try:
            message = await ensure_async(client.kc.iopub_channel.get_msg(timeout=0.4))
        except Empty:
            return
        if message["parent_header"].get("msg_id") == request:
            try:
                client.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                pass


client.on_cell_executed = late_outputs
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
if any(out.output_type == "error" for cell in code for out in cell.outputs):
    sys.exit("a cell failed after it had ended")
print(f"{len(code)} cells ran in {time.time() - started:.0f} s")
