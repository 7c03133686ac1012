import { relative, sep } from 'node:path';
import { root } from '../lib/report.mjs';
import { sectionOf, sections } from './operators.mjs';

/** What the names of pages with libtorch's operators begin with. */
export const operators = 'Operators: ';

/**
 * Shapes what typedoc has read from the sources into what the reference shows: modules under the names by which
 * they are imported, names sorted by the folder they lie in, members where they are declared and not in every class that
 * inherits them, and the operators of libtorch, 2,500 overloads, in a few pages by what they do.
 * @param {any} typedoc the package
 * @param {any} app
 * @param {{ name: string, source: string }[]} entries
 */
export function shapeModel(typedoc, app, entries) {
  const { ReflectionKind, Comment, CommentTag, Converter } = typedoc;

  /** @param {any} reflection */
  const sourceOf = (reflection) =>
    reflection.sources?.[0]?.fullFileName ?? reflection.signatures?.[0]?.sources?.[0]?.fullFileName;

  /** @param {any} reflection @param {string} category */
  const categorize = (reflection, category) => {
    const tag = new CommentTag('@category', [{ kind: 'text', text: category }]);
    for (const documented of reflection.signatures ?? [reflection]) {
      documented.comment ??= new Comment();
      documented.comment.blockTags.push(tag);
    }
  };

  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    (/** @type {any} */ { project }) => {
      for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
        const file = sourceOf(module);
        module.name = entries.find(({ source }) => source === file)?.name ?? module.name;
      }
      foldOperators(project);
      reportUndocumented(project);
      const inherited = project
        .getReflectionsByKind(ReflectionKind.Class)
        .flatMap((/** @type {any} */ { children = [] }) => children)
        .filter((/** @type {any} */ child) => child.flags.isInherited && isSeenElsewhere(child));
      for (const child of inherited) project.removeReflection(child);
      // What an option means stands where the function does that takes it.
      for (const options of project.getReflectionsByKind(ReflectionKind.Interface)) {
        if (!options.name.endsWith('Options')) continue;
        options.comment ??= new Comment();
        options.comment.modifierTags.add('@expand');
      }
      for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
        for (const child of module.children ?? []) {
          if (child.isReference()) continue;
          if (!child.name.startsWith(operators)) categorize(child, topic(sourceOf(child)) ?? 'General');
        }
      }
      for (const reflection of Object.values(project.reflections)) {
        for (const source of reflection.sources ?? []) source.url = undefined; // the path alone
      }
    },
    -50, // after inheritance is resolved, before groups and categories are made
  );

  const generated = (/** @type {any} */ one) => /[/\\]generated[/\\]/.test(sourceOf(one) ?? '');

  /** Inherited from a class that has a page, or one of libtorch's operators. @param {any} child */
  const isSeenElsewhere = (child) => child.inheritedFrom?.reflection !== undefined || generated(child);

  /** @param {any} one */
  const isDocumented = (one) =>
    [
      one,
      one.type?.declaration,
      one.getSignature,
      ...(one.signatures ?? []),
      ...(one.type?.declaration?.signatures ?? []),
    ].some((each) => each?.comment?.hasVisibleComponent());

  /** Every name that can be imported has a docstring. @param {any} project */
  function reportUndocumented(project) {
    const holders = project.getReflectionsByKind(ReflectionKind.Module | ReflectionKind.Namespace);
    for (const child of holders.flatMap((/** @type {any} */ { children = [] }) => children)) {
      if (child.isReference() || child.name.startsWith(operators) || isDocumented(child)) continue;
      app.logger.warn(
        `${child.getFriendlyFullName()} has no docstring (${relative(root, sourceOf(child) ?? '')})`,
      );
    }
  }

  /**
   * The functions of `torch` that are libtorch's operators leave its namespace and become the methods of a few interfaces,
   * each with a page. `F` has them all, too, and shows only its own.
   * @param {any} project
   */
  function foldOperators(project) {
    for (const namespace of project.getReflectionsByKind(ReflectionKind.Namespace)) {
      const found = (namespace.children ?? []).filter(generated);
      if (found.length === 0) continue;
      if (namespace.name !== 'torch') {
        for (const operator of found) project.removeReflection(operator);
        continue;
      }
      const module = namespace.parent;
      const pages = new Map(
        sections.map(({ title, about }) => {
          const page = new typedoc.DeclarationReflection(
            `${operators}${title}`,
            ReflectionKind.Interface,
            module,
          );
          page.comment = new Comment([{ kind: 'text', text: about }]);
          project.registerReflection(page, undefined, undefined);
          categorize(page, 'Operators');
          return [title, page];
        }),
      );
      const names = new Set(found.map((/** @type {any} */ { name }) => name));
      for (const operator of found) {
        // `add_` stands with `add`.
        if (operator.name.endsWith('_') && names.has(operator.name.slice(0, -1))) {
          project.removeReflection(operator);
          continue;
        }
        namespace.removeChild(operator);
        const page = pages.get(sectionOf(operator.name));
        operator.kind = operator.signatures ? ReflectionKind.Method : ReflectionKind.Property;
        operator.parent = page;
        page.addChild(operator);
      }
      for (const page of pages.values()) module.addChild(page);
    }
  }
}

/**
 * What a name is about: the folders that its file lies in, in words. `training/lr-find` is "Training: lr find".
 * @param {string | undefined} file
 */
function topic(file) {
  if (file === undefined) return undefined;
  const [, , , ...folders] = relative(root, file).split(sep).slice(0, -1); // packages/<name>/src/…
  if (folders.length === 0) return undefined;
  const words = folders.map((folder) => folder.replaceAll('-', ' ')).join(': ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
