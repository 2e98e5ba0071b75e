import markdownIt from 'markdown-it';
import sanitize from 'sanitize-html';

/** As in GitHub's descriptions and comments: HTML is allowed, and a line's end is one. */
const markdown = markdownIt({ html: true, linkify: true, breaks: true });

const TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li', 'a', 'kbd'],
  ...[
    'em',
    'strong',
    'del',
    's',
    'sub',
    'sup',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'details',
    'summary',
    'input',
  ],
];

/** Text that people or the app wrote, as HTML that cannot do anything but be read. */
export function rendered(text: string): string {
  const html = markdown.render(text).replaceAll(/<li>(\s*<p>)?\[([ xX])\] /g, checkbox);
  return sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      ...{ a: ['href', 'target', 'rel'], details: ['open'], th: ['align', 'style'], td: ['align', 'style'] },
      ...{ li: ['class'], ol: ['start'], input: ['type', 'checked', 'disabled'] },
    },
    allowedClasses: { li: ['task-list-item'], code: ['language-mermaid'] },
    allowedStyles: { '*': { 'text-align': [/^(left|right|center)$/] } },
    allowedSchemes: ['http', 'https', 'mailto'],
    transformTags: {
      a: sanitize.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer nofollow' }),
      input: sanitize.simpleTransform('input', { type: 'checkbox', disabled: '' }),
    },
  });
}

const checkbox = (_: string, paragraph: string | undefined, mark: string): string =>
  `<li class="task-list-item">${paragraph ?? ''}<input type="checkbox" disabled${mark === ' ' ? '' : ' checked'}> `;
