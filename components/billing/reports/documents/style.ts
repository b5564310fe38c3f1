/** One style for all pages and documents; it needs nothing from elsewhere, prints, and knows dark screens. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f4f5f7;--ink:#1b2330;--soft:#667085;--line:#e3e6eb;--blue:#2563eb;--wash:#e8effd;--green:#15803d;--amber:#b45309;--red:#b91c1c}
@media (prefers-color-scheme:dark){:root{--paper:#151b26;--ground:#0d121b;--ink:#e6eaf2;--soft:#93a0b5;--line:#283142;--blue:#7aa5ff;--wash:#1c2a45;--green:#4ade80;--amber:#fbbf24;--red:#f87171}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px 64px}
header.top{display:flex;align-items:center;gap:12px;flex-wrap:wrap;margin-bottom:24px}
header.top h1{margin:0;flex:1}
h1{font-size:26px;line-height:1.2;letter-spacing:-.01em;margin:0 0 4px}
h2{font-size:16px;margin:32px 0 10px}
p{margin:0 0 8px}.soft{color:var(--soft)}.small{font-size:13px}
a{color:var(--blue);text-decoration:none}a:hover{text-decoration:underline}
.card{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:20px 22px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:16px}
.cards .card h3{margin:0 0 2px;font-size:17px;overflow-wrap:anywhere}
.figure{font-size:28px;font-weight:600;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.figure small{font-size:14px;font-weight:500;color:var(--soft);margin-left:4px;letter-spacing:0}
.head{display:flex;gap:24px;flex-wrap:wrap;justify-content:space-between;align-items:flex-end;margin-bottom:18px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:16px;margin:18px 0}
.facts dt{color:var(--soft);font-size:13px}.facts dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th{font-size:12px;font-weight:600;color:var(--soft);text-align:left;padding:8px 10px;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:8px 10px;border-bottom:1px solid var(--line);vertical-align:top}td:first-child{overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}
.num{text-align:right;white-space:nowrap}.minus{color:var(--green)}
tr.group td{font-weight:600;background:var(--ground)}
table.sums{max-width:420px;margin-left:auto}table.sums tr.total td{font-size:18px;font-weight:700;border-top:2px solid var(--ink)}
.wide{overflow-x:auto}
.tag{display:inline-block;padding:1px 9px;border-radius:99px;background:var(--wash);color:var(--blue);font-size:12px;font-weight:600}
.tag.ok{color:var(--green)}.tag.bad{color:var(--red)}
svg{display:block;width:100%}.bar{fill:var(--blue)}.grid{stroke:var(--line)}.axis{fill:var(--soft);font-size:11px}
.spark{height:36px;margin:12px 0}.spark polyline{fill:none;stroke:var(--blue);stroke-width:1.6;vector-effect:non-scaling-stroke}.spark polygon{fill:var(--wash)}
.meter{height:6px;margin:10px 0 6px}.whole{fill:var(--line)}.fine .part{fill:var(--green)}.near .part{fill:var(--amber)}.over .part{fill:var(--red)}
ul.remarks{margin:0;padding-left:18px}ul.remarks li{margin:3px 0}
form.login{max-width:360px;margin:10vh auto}label{display:block;font-size:13px;font-weight:600;margin:12px 0 4px}
input{width:100%;padding:9px 11px;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:8px}
button{font:inherit;font-weight:600;padding:9px 16px;border:0;border-radius:8px;background:var(--blue);color:#fff;cursor:pointer}
form.login button{width:100%;margin-top:18px}button.plain{background:none;color:var(--blue);padding:6px 8px}
.banner{margin:0 0 18px;padding:10px 14px;border:1px solid var(--red);border-radius:8px;color:var(--red);font-weight:600}
.wrong{color:var(--red);font-weight:600}
@media print{body{background:#fff}main{max-width:none;padding:0}.card{border:0;padding:0}.noprint{display:none}}
`.trim();
