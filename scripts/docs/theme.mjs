import { operators } from './model.mjs';

/**
 * The look of the site: typedoc's own theme with landmarks for those who read with other means than eyes, a sidebar that
 * begins with the guide, and operators as short entries.
 * @param {any} typedoc the package
 * @param {any} app
 * @param {import('./guide.mjs').Page[]} pages
 */
export function defineLook(typedoc, app, pages) {
  const { DefaultTheme, DefaultThemeRenderContext, KindRouter, JSX } = typedoc;

  /** Pages of the guide keep the names of their files. */
  class Router extends KindRouter {
    /** @param {any} reflection */
    getIdealBaseName(reflection) {
      if (reflection.name.startsWith(operators))
        return `operators/${reflection.name.slice(operators.length).replace(/\W+/g, '-')}`;
      const page = reflection.isDocument?.() && pages.find(({ title }) => title === reflection.name);
      return page ? `guide/${page.slug}` : super.getIdealBaseName(reflection);
    }
  }

  class Context extends DefaultThemeRenderContext {
    /** @param {any[]} args */
    constructor(...args) {
      super(...args);
      /** @type {Record<string, any>} */
      const { header, index, member, reflectionFlags, reflectionPreview } = this;
      const isOperators = (/** @type {any} */ one) => one.name.startsWith(operators);
      this.header = (/** @type {any} */ page) =>
        isOperators(page.model) ? JSX.createElement('h1', null, page.model.name) : header(page);
      this.index = (/** @type {any} */ reflection) => (isOperators(reflection) ? null : index(reflection));
      this.reflectionPreview = (/** @type {any} */ reflection) =>
        isOperators(reflection) ? null : reflectionPreview(reflection);
      // The question mark behind its name says that it is optional.
      this.reflectionFlags = (/** @type {any} */ reflection) =>
        `${reflection.flags.getFlagStrings()}` === 'Optional' ? null : reflectionFlags(reflection);
      this.member = (/** @type {any} */ reflection) =>
        reflection.parent && isOperators(reflection.parent) && reflection.signatures
          ? operator(this, reflection)
          : member(reflection);
    }
  }

  class Theme extends DefaultTheme {
    ContextClass = Context;

    /** @param {any} page */
    render(page) {
      return outlined(landmarks(super.render(page)));
    }

    /** The guide, then every module with its topics. @param {any} project */
    buildNavigation(project) {
      const link = (/** @type {any} */ one) => ({
        text: one.name.replace(operators, ''),
        path: this.router.getFullUrl(one),
        kind: one.kind,
        class: this.getReflectionClasses(one),
      });
      const documents = pages.flatMap(
        ({ title }) => project.documents.find((/** @type {any} */ one) => one.name === title) ?? [],
      );
      const modules = (project.children ?? []).toSorted(byImport).map((/** @type {any} */ module) => ({
        text: module.name,
        children: [
          { ...link(module), text: 'Overview' },
          ...(module.categories ?? []).flatMap((/** @type {any} */ { title, children }) => {
            const own = children.filter((/** @type {any} */ one) => !one.isReference()).map(link);
            return own.length > 0 ? [{ text: title, children: own }] : [];
          }),
        ],
      }));
      return [{ text: 'Guide', children: documents.map(link) }, ...modules];
    }
  }

  /** @param {any} context @param {any} reflection */
  function operator(context, reflection) {
    const anchor = context.getAnchor(reflection);
    const h = JSX.createElement;
    context.page.pageHeadings.push({
      link: `#${anchor}`,
      text: reflection.name,
      kind: reflection.kind,
      classes: '',
      icon: context.theme.getReflectionIcon(reflection),
    });
    const words =
      reflection.signatures[0].comment?.summary.map((/** @type {any} */ { text }) => text).join('') ?? '';
    const [said = ''] = words.split(/^- `/m);
    return h(
      'section',
      { class: 'tsd-panel tsd-member operator' },
      h('h3', { class: 'tsd-anchor-link', id: anchor }, reflection.name),
      said.startsWith('`') || said.trim() === ''
        ? null
        : h('div', { class: 'tsd-typography' }, h(JSX.Raw, { html: context.markdown(said.trim()) })),
      h(
        'ul',
        null,
        reflection.signatures.map((/** @type {any} */ one) =>
          h('li', { id: context.getAnchor(one) }, h('code', null, context.memberSignatureTitle(one))),
        ),
      ),
    );
  }

  app.renderer.defineRouter('onecycle', Router);
  app.renderer.defineTheme('onecycle', Theme);
}

/** The library before the package it stands on. @param {any} a @param {any} b */
const byImport = (a, b) =>
  Number(a.name.startsWith('@')) - Number(b.name.startsWith('@')) || (a.name < b.name ? -1 : 1);

/**
 * Names the parts of a page by what they are, and takes links out of headings that fold: a control within a control
 * cannot be reached by keyboard.
 * @param {string} html
 */
function landmarks(html) {
  return html
    .replace('<div class="col-content">', '<div class="col-content" role="main">')
    .replace('<div class="page-menu">', '<div class="page-menu" role="complementary" aria-label="This page">')
    .replace('<div class="site-menu">', '<div class="site-menu" role="navigation" aria-label="Site">')
    .replace(/<(pre|table)>/g, '<$1 tabindex="0">') // they scroll where they are too wide
    .replace(
      /(<summary [^>]*>(?:(?!<\/summary>).)*?)<a href="[^"]*" aria-label="Permalink"[^>]*>.*?<\/a>/gs,
      '$1',
    );
}

/**
 * A page whose headings skip no level for those who hear it. typedoc chooses levels by their look (an h4 below the h1); here each
 * says by `aria-level` how deep it lies.
 * @param {string} html
 */
export function outlined(html) {
  /** @type {number[]} */
  const above = [];
  return html.replace(/<h([1-6])(?=[\s>])/g, (tag, digit) => {
    const level = Number(digit);
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    return above.length === level ? tag : `${tag} aria-level="${above.length}"`;
  });
}
