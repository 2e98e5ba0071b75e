import { z } from 'zod';

/** A field of an issue form as GitHub takes it: unknown keys are errors there, too. */
export const Field = z.strictObject({
  type: z.enum(['input', 'textarea', 'dropdown']),
  attributes: z.strictObject({
    label: z.string(),
    description: z.string(),
    placeholder: z.string().optional(),
    options: z.array(z.string()).optional(),
  }),
  validations: z.strictObject({ required: z.boolean() }).optional(),
});
