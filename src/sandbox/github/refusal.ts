/** GitHub says no: with a status and a message in REST, and a type in GraphQL. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly errors: object[] | undefined;

  constructor(
    status: number,
    message: string,
    type = status === 404 ? 'NOT_FOUND' : 'UNPROCESSABLE',
    errors?: object[],
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.type = type;
    this.errors = errors;
  }
}
