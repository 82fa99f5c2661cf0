using System.Globalization;
using OmniHelix.Reports;
using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Workflows.Designing;

/// <summary>
/// A search as a page: the best sequences drawn with what differs from the target, the energies of their loops, how the search went, and
/// all sequences in a table.
/// </summary>
internal static class DesignPage
{
    private const int MostDrawn = 6, LongestDrawn = 1500, FewestInScatter = 3, Columns = 2;

    private static readonly TableColumn[] SequenceColumns =
    [
        new("No.", "N0"), new("Sequence"), new("Solved"), new("Distance", "N0"), new("Gap, kcal/mol", "0.00"),
        new("Energy, kcal/mol", "0.00"), new("Defect", "0.0000"), new("Probability", "0.0000"), new("GC, %", "0.0"),
    ];

    private static readonly TableColumn[] LoopColumns =
        [new("Loop"), new("Closed by"), new("Around"), new("Energy, kcal/mol", "0.00")];

    /// <summary>The page.</summary>
    public static HtmlReport Compose(Designs designs)
    {
        var (configuration, result) = designs;
        var page = new HtmlReport("Sequences for a structure")
        {
            Kind = "OmniHelix design report",
            Subtitle = Conditions(configuration),
            KeyFigures = Figures(result),
            Footer = $"OmniHelix {typeof(DesignPage).Assembly.GetName().Version!.ToString(3)}",
        };
        if (!result.IsSolved) Unsolved(page, configuration.Target, result);
        var section = page.AddSection(
            result.IsSolved ? "The purest sequences" : "The nearest sequence",
            result.IsSolved
                ? Text($"Of {Plural.Count(result.Found, "solution", format: "N0")}; all fold into the target.")
                : "Pairs that only one of the two structures has stand out.");
        var model = new EnergyModel(new FoldingOptions { Temperature = configuration.Search.Temperature });
        var cards = result.Sequences.Take(MostDrawn).Select((one, number) => Drawn(number, one, configuration.Target, model));
        foreach (var beside in cards.Chunk(Columns)) section.Add(beside.Length > 1 ? new SideBySide(beside) : beside[0]);
        if (result.Curve.Count > 0)
            page.AddSection("The search", "The best sequence so far, and the solutions found.").Add(DesignCharts.Search(result.Curve));
        var all = page.AddSection("All sequences", "Ordered by ensemble defect.");
        if (result.Sequences.Count >= FewestInScatter) all.Add(DesignCharts.Scatter(result.Sequences));
        all.Add(new SearchTable(SequenceColumns, [.. result.Sequences.Index().Select(one => Row(one.Index, one.Item))]));
        return page;
    }

    private static string Conditions(DesignConfiguration configuration)
    {
        var search = configuration.Search;
        var folding = Text($"Turner 2004, {search.Temperature:0.#} °C, dangles 2");
        if (configuration.Original is { } original)
            return folding + Text(
                $"; search of OmniGenBench, {original.Generations} generations of {original.Population}, seed {search.Seed}");
        return search.Search == DesignSearch.Population
            ? folding + Text($"; population, {search.Generations} generations of {search.Population}, seed {search.Seed}")
            : folding + Text($"; {Plural.Count(search.Chains, "walk")}, seed {search.Seed}");
    }

    private static IReadOnlyList<KeyFigure> Figures(DesignResult result) =>
    [
        new("solutions", Text($"{result.Found:N0}"), result.IsSolved ? null : "none was found") { IsWarning = !result.IsSolved },
        new("sequences tried", Text($"{result.Folds:N0}"), Text($"in {result.Elapsed.TotalSeconds:0.0} s")),
        .. result.Sequences.Take(1).Select(best => new KeyFigure("least ensemble defect", Text($"{best.Defect:0.0000}"))),
    ];

    private static void Unsolved(HtmlReport page, SecondaryStructure target, DesignResult result)
    {
        var section = page.AddSection("What stands in the way");
        if (result.Impossible is { } motif) section.Add(new Note(DesignText.Impossible(motif)));
        if (result.Rivals.Count == 0) return;
        section.Add(new Paragraph("The target, and what near sequences fold into instead, most often first:"));
        section.Add(new CodeBlock(string.Join(
            '\n', result.Rivals.Select(rival => Text($"{rival.Structure}  {rival.Count:N0} times")).Prepend($"{target}  target"))));
    }

    private static Card Drawn(int index, DesignedSequence one, SecondaryStructure target, EnergyModel model)
    {
        var name = Text($"Sequence {index + 1}");
        var told = one.IsSolved
            ? Text($"{one.Energy:0.00} kcal/mol · defect {one.Defect:0.0000} · {one.Probability:0.0%} of the ensemble · ")
                + Text($"GC {one.GcContent:0.0%}")
            : Text($"{one.Energy:0.00} kcal/mol, the target {one.TargetEnergy:0.00} · {Plural.Count(one.Distance, "pair")} apart");
        var blocks = new List<ReportBlock>();
        if (target.Length <= LongestDrawn) blocks.Add(Drawing(name, one, target));
        blocks.Add(new CodeBlock(one.IsSolved ? $"{one.Sequence}\n{target}" : $"{one.Sequence}\n{target}  target\n{one.Structure}"));
        blocks.Add(Loops(one.IsSolved ? "Loops" : "Loops of the target", one.Sequence, target, model));
        if (!one.IsSolved) blocks.Add(Loops("Loops of the structure", one.Sequence, one.Structure, model));
        return new Card(name, told, blocks);
    }

    private static ReportBlock Drawing(string name, DesignedSequence one, SecondaryStructure target)
    {
        if (one.IsSolved) return SvgFigure.Structure(name, one.Sequence, target);
        var (wanted, folded) = SvgFigure.Plane(
            new StructureExample(name, one.Sequence, target, one.Structure), "Target", "What the sequence folds into");
        return new SideBySide(wanted, folded);
    }

    private static Folded Loops(string title, string sequence, SecondaryStructure structure, EnergyModel model)
    {
        var energy = model.Evaluate(sequence, structure);
        var rows = energy.Loops.Select(loop => (IReadOnlyList<object?>)
        [
            loop.Kind.ToString().ToLowerInvariant(), loop.Closing is { } pair ? PairText.Of(sequence, pair) : null,
            string.Join(", ", loop.Inner.Select(inner => PairText.Of(sequence, inner))), loop.Energy,
        ]);
        return new Folded(Text($"{title}: {energy.Energy:0.00} kcal/mol"), new DataTable(LoopColumns, [.. rows]));
    }

    private static IReadOnlyList<object?> Row(int index, DesignedSequence one) =>
    [
        index + 1, one.Sequence, one.IsSolved ? "yes" : "no", one.Distance, one.TargetEnergy - one.Energy, one.Energy, one.Defect,
        one.Probability, 100 * one.GcContent,
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
