import { FacetResolver } from './facet.resolver.ts';
import { LocationFieldsResolver } from './location-fields.resolver.ts';
import { NearestLocationResolver } from './nearest-location.resolver.ts';
import { RegistryResolver } from './registry.resolver.ts';
import { StudyResolver } from './study.resolver.ts';
import { StudyFieldsResolver } from './study-fields.resolver.ts';
import { TermResolver } from './term.resolver.ts';
import {
  ConditionFieldsResolver,
  InterventionNameFieldsResolver,
  MeshTermFieldsResolver,
  SponsorFieldsResolver,
} from './term-fields.resolver.ts';

/** Every resolver of the registry; none keeps state, what they need comes with the request's context. */
export const registryResolvers = (): readonly object[] => [
  new StudyResolver(),
  new FacetResolver(),
  new StudyFieldsResolver(),
  new LocationFieldsResolver(),
  new NearestLocationResolver(),
  new TermResolver(),
  new ConditionFieldsResolver(),
  new InterventionNameFieldsResolver(),
  new SponsorFieldsResolver(),
  new MeshTermFieldsResolver(),
  new RegistryResolver(),
];
