import { RecordType, View } from '../mapping.ts';
import { IdentificationPart } from './identification.ts';

export interface Study extends IdentificationPart {}

@RecordType('Study', {
  at: '',
  description: 'A clinical study as its public record tells it, module by module.',
  parts: [IdentificationPart],
})
export class Study extends View {}
