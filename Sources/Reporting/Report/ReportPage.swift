/// Puts the parts of a report together to one file that needs no other.
struct ReportPage {
    let title: String
    let lead: Markup
    let sections: [ReportSection]

    /// What the file begins with, and by which it is known as a report.
    static let start =
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Foxing report\">\n"

    var html: String {
        let links = sections.map { section -> Markup in ##"<li><a href="#\##(section.id)">\##(section.title)</a></li>"##
        }
        let parts = sections.map { section -> Markup in
            #"<section id="\#(section.id)"><h2>\#(section.title)</h2>\#(section.body)</section>"# + "\n"
        }
        let body: Markup = """
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style>
            \(Markup(raw: ChartStyle.sheet))
            \(Markup(raw: Self.style))
            </style>
            <body><header><h1>\(title)</h1>\(lead)</header>
            <nav aria-label="Parts of the report"><ul>\(links)</ul></nav>
            <main>
            \(parts)</main>
            </body>
            </html>

            """
        return Self.start + body.text
    }

    private static let style = """
        *{box-sizing:border-box}
        body{margin:0 auto;padding:24px 20px 64px;max-width:1080px;background:var(--ground);color:var(--ink);\
        font:15px/1.55 system-ui,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}
        h1{font-size:26px;line-height:1.25;margin:0 0 6px;overflow-wrap:anywhere}h2{font-size:20px;margin:44px 0 10px;padding-top:10px;\
        border-top:1px solid var(--rule)}
        h3{font-size:16px;margin:26px 0 8px}p{margin:8px 0;max-width:78ch}.soft,.note{color:var(--soft)}.note{font-size:13.5px}
        a{color:var(--c0)}code,pre{font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        pre{background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:12px;overflow-x:auto;white-space:pre}
        nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:14px 0 0;font-size:14px}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:10px;margin:18px 0}
        .tile{background:var(--panel);border:1px solid var(--rule);border-radius:8px;padding:10px 14px}
        .tile b{display:block;font-size:24px;line-height:1.3;font-weight:600}.tile span{color:var(--soft);font-size:13px}
        .wide{overflow-x:auto;margin:10px 0}table{border-collapse:collapse;font-size:13.5px;min-width:40%}
        th{text-align:left;font-weight:600;border-bottom:1px solid var(--soft);padding:5px 14px 5px 0;vertical-align:bottom}
        td{border-bottom:1px solid var(--grid);padding:4px 14px 4px 0;vertical-align:top;overflow-wrap:break-word}
        th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:2px 28px;margin:10px 0;font-size:14px}
        dl div{display:flex;gap:12px;border-bottom:1px solid var(--grid);padding:4px 0}dt{color:var(--soft);min-width:9em}
        dd{margin:0;overflow-wrap:anywhere;min-width:0}
        details{margin:8px 0}summary{cursor:pointer;color:var(--c0);font-size:14px}
        .chart{display:block;max-width:100%;height:auto;margin:10px 0}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:16px;margin:12px 0}
        figure{margin:0;background:var(--panel);border:1px solid var(--rule);border-radius:8px;padding:10px;min-width:0}
        figure img{display:block;max-width:100%;height:auto;margin:0 auto;background:#fff}figure img.whole{max-height:330px;width:auto}
        figure img.piece{margin-top:8px;width:100%;height:60px;object-fit:cover;object-position:left}
        figcaption{font-size:12.5px;line-height:1.45;margin-top:8px;overflow-wrap:anywhere}figcaption b{display:block;font-size:13px}
        .gone{padding:40px 8px;text-align:center;color:var(--soft);border:1px dashed var(--rule);font-size:13px}
        .chars{display:flex;flex-wrap:wrap;gap:6px;margin:10px 0;padding:0;list-style:none}
        .chars li{border:1px solid var(--rule);border-radius:5px;padding:2px 7px;text-align:center;min-width:38px;font-size:17px;line-height:1.35}
        .chars small{display:block;color:var(--soft);font-size:11px}
        .warn{border-left:3px solid var(--c1);padding:6px 12px;background:var(--panel)}
        @media print{@page{margin:14mm}body{max-width:none;padding:0;font-size:10.5pt}nav,summary{display:none}
        h2{break-after:avoid;margin-top:20px}h3,h3+p{break-after:avoid}figure,.chart,tr,.tile{break-inside:avoid}section{break-inside:auto}
        .cards{grid-template-columns:repeat(4,1fr);gap:8px}figure img.whole{max-height:200px}.wide{overflow:visible}
        pre{white-space:pre-wrap}a{color:inherit;text-decoration:none}}
        """
}
