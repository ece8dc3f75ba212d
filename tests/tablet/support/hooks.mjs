// The tablet's files are modules of a page, so they are modules here. A page has its own copy of each: `?page=2` behind
// the first is handed on to all that it imports, as a second page of the browser would load them again.

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const page = new URL(context.parentURL || 'file:///').searchParams.get('page');
  if (!page || !specifier.startsWith('./')) return found;
  return Object.assign({}, found, { url: found.url + '?page=' + page });
}

export async function load(url, context, next) {
  const isAsset = new URL(url).pathname.includes('/src/web/assets/');
  return next(url, isAsset ? Object.assign({}, context, { format: 'module' }) : context);
}
