export interface Occasion {
  id: string;
  title: string;
}

export interface Occurrence {
  occasion: Occasion;
  by: string;
  state: 'held' | 'skipped' | 'open' | 'missed' | 'unknown';
  issue?: number;
  because: string;
}
