/** The registry refuses the request: status 400 and this text. */
export class Refusal extends Error {}
