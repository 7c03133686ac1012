export interface TorchFunctions {}
