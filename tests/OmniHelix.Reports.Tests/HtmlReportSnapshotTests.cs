namespace OmniHelix.Reports.Tests;

public class HtmlReportSnapshotTests
{
    [Fact]
    public void A_tiny_report_looks_like_its_snapshot()
    {
        var report = new HtmlReport("Tiny") { Kind = "Kind", Subtitle = "Sub & title", KeyFigures = [new("Score", "0.5", "± 0.1")], Footer = "The end." };
        report.AddSection("First", "A lead.")
            .Add(new Paragraph("Text <b>."))
            .Add(new Note("Mind this."))
            .Add(new KeyValueTable([new("key", "value")]))
            .Add(null)
            .Add(new DataTable([new("Name"), new("Count", "N0")], [["a", 1234], ["b", null]]) { EmphasisedRow = 1, Caption = "Rows" })
            .Add(new HeatMap(["(", "."], [[3, 1], [0, 0]]));
        report.AddSection("Second").Add(new Heading("Run")).Add(new CodeBlock("omni train --data \"x\""));
        var html = report.ToHtml();
        var body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("<script>", StringComparison.Ordinal)];
        Assert.Equal(
            """
            <body>
            <header>
            <p class="brand">Kind</p>
            <h1>Tiny</h1>
            <p class="subtitle">Sub &amp; title</p>
            <dl class="figures">
            <div class="lead"><dt>Score</dt><dd class="value">0.5</dd><dd class="detail">&#177; 0.1</dd></div>
            </dl>
            <nav aria-label="Contents"><a href="#section-1">First</a><a href="#section-2">Second</a></nav>
            </header>
            <main>
            <section id="section-1">
            <h2>First</h2>
            <p class="lead-text">A lead.</p>
            <p>Text &lt;b&gt;.</p>
            <p class="note" role="note">Mind this.</p>
            <table class="pairs"><tbody>
            <tr><th scope="row">key</th><td>value</td></tr>
            </tbody></table>
            <div class="scroll"><table class="data sortable">
            <caption>Rows</caption><thead><tr><th scope="col">Name</th><th scope="col" class="number">Count</th></tr></thead>
            <tbody>
            <tr><td>a</td><td class="number" data-value="1234">1,234</td></tr>
            <tr class="own"><td>b</td><td class="number">–</td></tr>
            </tbody></table></div>
            <div class="scroll"><table class="heat">
            <thead><tr><th scope="col">true ↓  predicted →</th><th scope="col" class="symbol">(</th><th scope="col" class="symbol">.</th></tr></thead>
            <tbody>
            <tr><th scope="row" class="symbol">(</th><td style="--share:0.75" class="strong">75.0 %<small>3</small></td><td style="--share:0.25">25.0 %<small>1</small></td></tr>
            <tr><th scope="row" class="symbol">.</th><td style="--share:0">0.0 %<small>0</small></td><td style="--share:0">0.0 %<small>0</small></td></tr>
            </tbody></table></div>
            </section>
            <section id="section-2">
            <h2>Second</h2>
            <h3>Run</h3>
            <div class="code"><pre><code>omni train --data &quot;x&quot;</code></pre></div>
            </section>
            </main>
            <footer>The end.</footer>

            """, body);
    }
}
