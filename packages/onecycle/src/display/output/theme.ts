/** The colours of text and lines, on light paper and on dark. */
export interface Palette {
  ink: string;
  muted: string;
  rule: string;
  paper: string;
  accent: string;
  /** What is right, and what is wrong. */
  right: string;
  wrong: string;
}

export const light: Palette = {
  ink: '#1d2330',
  muted: '#596273',
  rule: '#d9dde4',
  paper: '#ffffff',
  accent: '#2262b5',
  right: '#2a7a2a',
  wrong: '#b3261e',
};
export const dark: Palette = {
  ink: '#e8ebf0',
  muted: '#a3adbd',
  rule: '#3a4252',
  paper: '#161a22',
  accent: '#7fb2f5',
  right: '#7fd49a',
  wrong: '#ff9a8f',
};

/** The colour in which a picture's title says whether the model was right; SVG and HTML turn it over in dark mode. */
export const verdictColor = (right: boolean): string => (right ? light.right : light.wrong);

/** Colours of series: told apart by readers with any colour vision, and legible on light and dark paper. */
export const series = ['#3b7dd8', '#d9742b', '#2f9d77', '#b35cc0', '#c44f5f', '#8a8f2a'] as const;

/** Family of all text in figures; the project brings it (npm package dejavu-fonts-ttf). */
export const fontFamily = 'DejaVu Sans';

/** The same with what comes near it, for readers of SVG and HTML whose machine lacks it. */
export const fontStack = "'DejaVu Sans', Verdana, sans-serif";
