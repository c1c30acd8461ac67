// The modules' screens are one site in the hub, where /kit stands beside each app; in their folders it does not. A test
// of another module imports this first, and then what it tests.
import { register } from 'node:module';

const kit = new URL('../../main/resources/META-INF/resources/kit/', import.meta.url).href;
const hook = `export const resolve = (specifier, context, next) =>
  next(specifier.startsWith('../kit/') ? ${JSON.stringify(kit)} + specifier.slice(7) : specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
