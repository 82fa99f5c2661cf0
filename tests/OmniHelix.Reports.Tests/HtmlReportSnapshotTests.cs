namespace OmniHelix.Reports.Tests;

public class HtmlReportSnapshotTests
{
    [Fact]
    public void ATinyReportLooksLikeItsSnapshot()
    {
        var report = new HtmlReport("Tiny")
        {
            Kind = "Kind",
            Subtitle = "Sub & title",
            KeyFigures = [new("Score", "0.5", "± 0.1")],
            Footer = "The end.",
        };
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
        Snapshot.Check("tiny.html", body);
    }
}
