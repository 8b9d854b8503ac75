export const load = (name) => import(new URL(`../../../../helion_dashboard/static/helion_dashboard/js/topology/${name}`, import.meta.url));
