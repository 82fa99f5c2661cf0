using System.Globalization;
using OmniHelix.Reports;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>
/// Folded records as a page: all in a table, and the first ones drawn, with their loops and the probabilities of their pairs.
/// </summary>
/// <param name="options">How they are folded.</param>
internal sealed class FoldPage(FoldOptions options)
{
    private const int MostDrawn = 12, LongestDrawn = 1500, MostRows = 20_000;

    private static readonly TableColumn[] RecordColumns =
    [
        new("Record"), new("Bases", "N0"), new("GC, %", "0.0"), new("Pairs", "N0"), new("Energy, kcal/mol", "0.00"),
        new("for 100 bases", "0.00"),
    ];

    private static readonly TableColumn[] LoopColumns = [new("Loop"), new("Closed by"), new("Around"), new("Energy, kcal/mol", "0.00")];

    private readonly EnergyModel model = new(RecordFolding.ConditionsOf(options));
    private readonly List<FoldedRecord> drawn = [];
    private readonly List<IReadOnlyList<object?>> rows = [];

    /// <summary>Whether a record is drawn, for which its ensemble is needed.</summary>
    /// <param name="index">Its number among all records, from 0.</param>
    /// <param name="length">Its bases.</param>
    public static bool Draws(long index, int length) => index < MostDrawn && length <= LongestDrawn;

    /// <summary>Notes a record.</summary>
    /// <param name="index">Its number among all records, from 0.</param>
    /// <param name="record">As it was folded.</param>
    public void Add(long index, FoldedRecord record)
    {
        if (record.Folded is not { } folded) return;
        if (record.Cut is null && Draws(index, record.Sequence.Length)) drawn.Add(record);
        if (rows.Count == MostRows) return;
        var length = record.Sequence.Length;
        rows.Add(
        [
            record.Example.Id, length, 100.0 * record.Sequence.Count(letter => letter is 'G' or 'C') / length, folded.Structure.Pairs.Count,
            folded.Energy, 100 * folded.Energy / length,
        ]);
    }

    /// <summary>The page.</summary>
    /// <param name="outcome">What folding did.</param>
    public HtmlReport Compose(RnaOutcome outcome)
    {
        var folded = outcome.Records - outcome.Failed;
        var page = new HtmlReport(options.Input is null or "-" ? "Folded sequences" : $"Structures of {Path.GetFileName(options.Input)}")
        {
            Kind = "OmniHelix folding report",
            Subtitle = Text($"Turner 2004, {options.Temperature} °C, dangles {options.Dangles}{(options.Circular ? ", circular" : "")}"),
            KeyFigures =
            [
                new("records", Text($"{folded:N0}"), outcome.Failed == 0 ? null : Text($"{outcome.Failed:N0} failed"))
                {
                    IsWarning = outcome.Failed > 0,
                },
                new("bases", Text($"{outcome.Bases:N0}")),
                new("mean energy of 100 bases", Text($"{rows.Select(row => (double)row[^1]!).DefaultIfEmpty().Average():0.0} kcal/mol")),
            ],
            Footer = $"OmniHelix {typeof(FoldPage).Assembly.GetName().Version!.ToString(3)}",
        };
        Notes(page, outcome);
        var lead = rows.Count < folded ? Text($"The first {rows.Count:N0} of {folded:N0}.") : null;
        page.AddSection("Records", lead).Add(new SearchTable(RecordColumns, rows));
        if (drawn.Count == 0) return page;
        var section = page.AddSection(
            "Structures", Text($"Of the first {MostDrawn} records, those of up to {LongestDrawn:N0} bases. ")
                + "Pictures of pairs: above the diagonal their probabilities, below it the structure of least energy.");
        foreach (var record in drawn) section.Add(Drawn(record));
        return page;
    }

    private void Notes(HtmlReport page, RnaOutcome outcome)
    {
        List<string> notes = [.. outcome.Notes.Select(note => $"{note}."), .. outcome.Failures.Select(error => error.Describe())];
        if (options.ReactivityField is not null)
            notes.Add("Energies hold those of reactivities; the loops in the tables below are without them.");
        if (notes.Count == 0) return;
        var section = page.AddSection("Please note");
        foreach (var note in notes) section.Add(new Note(note));
    }

    private Card Drawn(FoldedRecord record)
    {
        var folded = record.Folded!;
        var loops = model.Evaluate(record.Sequence, folded.Structure).Loops;
        var told = Text($"{Plural.Count(record.Sequence.Length, "base")} · {folded.Energy:0.00} kcal/mol");
        if (record.Ensemble is { } ensemble)
            told += Text($" · ensemble {ensemble.Energy:0.00} kcal/mol, {ensemble.Frequency:0.0%} of it this structure, ")
                + Text($"defect {ensemble.Defect:0.000}, diversity {ensemble.Diversity:0.0}");
        var table = new DataTable(LoopColumns, [.. loops.Select(loop => Row(record.Sequence, loop))]);
        return new Card(
            record.Example.Id, told,
            [
                new SideBySide(SvgFigure.Structure(record.Example.Id, record.Sequence, folded.Structure), Pairs(record)),
                new CodeBlock($"{record.Sequence}\n{folded.Structure}"),
                new Folded(Plural.Count(loops.Count, "loop"), table),
            ]);
    }

    private static IReadOnlyList<object?> Row(string sequence, LoopEnergy loop) =>
    [
        loop.Kind.ToString().ToLowerInvariant(), loop.Closing is { } pair ? PairText.Of(sequence, pair) : null,
        string.Join(", ", loop.Inner.Select(inner => PairText.Of(sequence, inner))), loop.Energy,
    ];

    private static MatrixImage Pairs(FoldedRecord record)
    {
        var length = record.Sequence.Length;
        var values = new float[length * length];
        foreach (var (pair, probability) in record.Ensemble?.Pairs ?? []) values[pair.Open * length + pair.Close] = (float)probability;
        foreach (var pair in record.Folded!.Structure.Pairs) values[pair.Close * length + pair.Open] = 1;
        return new MatrixImage("Pairs", values, [.. record.Sequence.Select(letter => letter.ToString())]) { Axes = ("base", "base") };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
