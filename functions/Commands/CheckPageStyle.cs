namespace SneakerCheck.Commands;

/// <summary>The style of <see cref="CheckPage"/>: light and dark, from a phone's width on.</summary>
public static class CheckPageStyle
{
    public const string Css = """

        :root {
          color-scheme: light dark;
          --text: #1c1f24; --soft: #5b6470; --ground: #ffffff; --card: #f5f6f8; --line: #d5d9df;
          --good: #17703a; --bad: #b3261e; --unsure: #8a5a00; --zone: #bfe3cb;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --text: #e6e8eb; --soft: #a3acb8; --ground: #14171b; --card: #1e2228; --line: #3a414b;
            --good: #6fd196; --bad: #ff8a80; --unsure: #f0b95b; --zone: #23523a;
          }
        }
        * { box-sizing: border-box; }
        body {
          background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif;
          margin: 0 auto; max-width: 72rem; overflow-wrap: anywhere; padding: 1rem;
        }
        [lang=en] { color: var(--soft); }
        .verdict { font-size: 2rem; font-weight: 700; line-height: 1.2; margin: .5rem 0; }
        .verdict [lang=en] { color: inherit; font-size: 1.25rem; font-weight: 600; }
        .verdict.true { color: var(--good); }
        .verdict.fake { color: var(--bad); }
        .verdict.not_sure, .verdict.none, .hold { color: var(--unsure); }
        h1 { font-size: 1.25rem; margin: 0 0 .75rem; }
        h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
        h3 { font-size: 1rem; margin: 1rem 0 .5rem; }
        p { margin: .25rem 0; }
        .reason, .next { margin: .5rem 0; }
        .next { border-left: 3px solid var(--line); padding-left: .75rem; }
        .facts { display: grid; gap: .25rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); margin: 1rem 0; }
        .facts dt, .facts dd { display: inline; margin: 0; }
        .facts dt { color: var(--soft); }
        .facts dt::after { content: ": "; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; padding: 1rem; }
        #outlines { accent-color: var(--good); height: 1.1rem; vertical-align: -.15rem; width: 1.1rem; }
        #outlines + label { margin-left: .4rem; }
        #outlines:not(:checked) ~ section .outline { display: none; }
        .beside { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
        figure { margin: 0; }
        figure.main { align-self: start; background: #000; border-radius: 6px; overflow: hidden; position: relative; }
        figure img { display: block; height: auto; width: 100%; }
        figure .outline { filter: drop-shadow(0 0 1px #000); height: 100%; inset: 0; object-fit: contain; position: absolute; }
        .missing { aspect-ratio: 4 / 3; align-content: center; background: var(--line); border-radius: 6px; text-align: center; }
        .strip { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
        .strip img { border-radius: 6px; }
        figcaption { font-size: .875rem; margin-top: .25rem; }
        .tag { border: 1px solid currentColor; border-radius: 4px; font-size: .8125rem; font-weight: 600; padding: 0 .35rem; }
        .tag [lang=en] { color: inherit; }
        .tag.good { color: var(--good); }
        .tag.bad { color: var(--bad); }
        .gauge { margin: 0 0 .7rem; }
        .gauge.failed > p:first-child { color: var(--bad); }
        .bar { background: var(--line); border-radius: 5px; height: .625rem; margin: .3rem 0; position: relative; }
        .bar i { background: var(--zone); border-radius: 5px; height: 100%; position: absolute; }
        .bar b { border: 2px solid var(--card); border-radius: 50%; height: 1.125rem; position: absolute; top: -.25rem;
          transform: translateX(-50%); width: 1.125rem; }
        .bar b.good { background: var(--good); }
        .bar b.bad { background: var(--bad); }
        .number { font-size: .875rem; font-variant-numeric: tabular-nums; }
        @media (min-width: 48rem) {
          body { padding: 2rem; }
          .beside { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
        }
        @media print { body { max-width: none; } section { break-inside: avoid; } }

        """;
}
