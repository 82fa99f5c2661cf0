using System.Globalization;
using OmniHelix.Hub.Downloads;
using OmniHelix.Inference;
using OmniHelix.Rna.Design;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Designing;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Progress;

/// <summary>What the reports of some work are shown as.</summary>
/// <param name="Text">How far it is, such as <c>1,200 records</c>.</param>
internal sealed record ProgressWords<T>(Func<T, string> Text)
{
    /// <summary>Which share is done, 0 to 1; null where the end is not known.</summary>
    public Func<T, double?> Share { get; init; } = _ => null;

    /// <summary>Which part of the work is under way: in a log each part has a line of its own. Null for work of one piece.</summary>
    public Func<T, string?> Part { get; init; } = _ => null;
}

/// <summary>The words of the work that the program shows.</summary>
internal static class ProgressWords
{
    /// <summary>Records read.</summary>
    public static ProgressWords<long> Records => Count("records");

    /// <summary>The share of records compared with all others.</summary>
    public static ProgressWords<double> Compared => new(share => Text($"comparing {share:P0}"));

    /// <summary>Records that a model was applied to.</summary>
    public static ProgressWords<InferenceProgress> Predicted => new(Predictions) { Share = p => p.Fraction };

    /// <summary>A search of sequences for a structure, with the best structure so far.</summary>
    public static ProgressWords<DesignProgress> Designed => new(Search);

    /// <summary>The structures of Eterna100, and the search for one of them.</summary>
    public static ProgressWords<EternaProgress> Eterna => new(p =>
        Text($"{p.Solved} of {p.Done} solved; puzzle {p.Puzzle.Number}, {p.Search.Elapsed.TotalSeconds:0} s"))
    {
        Share = p => (double)p.Done / p.All,
    };

    /// <summary>How far a file of a hub is, how fast it comes and how long it still takes.</summary>
    public static ProgressWords<HubTransfer> Downloaded => new(Transfer)
    {
        Share = t => t.Size is > 0 and var size ? (double)t.Bytes / size : null,
        Part = t => t.Size is { } size ? Text($"downloading {t.File}, {size / 1e6:#,0.#} MB") : $"downloading {t.File}",
    };

    /// <summary>Contigs and bytes of people's genomes.</summary>
    public static ProgressWords<PersonalProgress> Genomes => new(p => Text($"{Contig(p)}  {p.Share:P0}  {p.Bytes / 1e6:#,0} MB"))
    {
        Share = p => p.Share,
        Part = Contig,
    };

    /// <summary>A step of learning tokens, what it left, and the time since the first.</summary>
    public static ProgressWords<TokenizerTrainingStep> Tokens(TimeProvider clock)
    {
        var start = clock.GetTimestamp();
        return new(step => Text($"{step.Name}  {step.Tokens:#,0} pieces  {clock.GetElapsedTime(start).TotalSeconds:0} s"))
        {
            Share = step => step.Target is { } target ? (double)step.Tokens / target : null,
        };
    }

    /// <summary>The same for several tokenizers, one for each size of the pieces.</summary>
    public static ProgressWords<BreakSizeStep> TokensBySize(TimeProvider clock)
    {
        var words = Tokens(clock);
        return new(step => Text($"size {step.Size}  {words.Text(step.Step)}"))
        {
            Share = step => words.Share(step.Step),
            Part = step => Text($"size {step.Size}"),
        };
    }

    /// <summary>A number of things, named in the plural.</summary>
    public static ProgressWords<long> Count(string things) => new(count => Text($"{count:#,0} {things}"));

    /// <summary>Bytes of a file.</summary>
    public static ProgressWords<long> BytesOf(string file) => new(bytes => Text($"{file}  {bytes / 1e6:#,0} MB"));

    private static string Predictions(InferenceProgress progress)
    {
        var records = Text($"{Plural.Count(progress.Records, "record", format: "#,0")}");
        return progress.Fraction is { } fraction ? Text($"{records}  {100 * fraction:0} %") : records;
    }

    private static string Transfer(HubTransfer transfer)
    {
        var whole = transfer.Size is { } size ? Text($" of {size / 1e6:#,0.#}") : "";
        var left = transfer.Left is { } time ? Text($"  {(int)time.TotalMinutes}:{time.Seconds:00} left") : "";
        return Text($"{transfer.File}  {transfer.Bytes / 1e6:#,0.#}{whole} MB  {transfer.Rate / 1e6:#,0.#} MB/s{left}");
    }

    private static string Contig(PersonalProgress progress) => Text($"contig {progress.Contig} ({progress.Number} of {progress.Count})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Search(DesignProgress p)
    {
        // A population goes on after it has found as many as are wanted.
        var count = p.Solved > p.Wanted ? Text($"{p.Solved:#,0}") : Text($"{p.Solved} of {p.Wanted}");
        var found = Text($"{p.Elapsed.TotalSeconds:0} s  {p.Folds:#,0} folded  {count} found");
        return p.Solved > 0 ? found : Text($"{found}, {p.Gap:0.00} kcal/mol away  {p.Structure}");
    }
}
