/** How many items a batch has unless something else is said. fastai's. */
export const defaultBs = 64;
