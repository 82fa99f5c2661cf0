using OmniHelix.Rna;

namespace OmniHelix.Reports;

/// <summary>Everything a training report shows. Parts left null or empty are left out of the page.</summary>
public sealed record TrainingReportData
{
    /// <summary>Name of the run.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence: model, task, data.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The large figures at the head; the first should be the score.</summary>
    public IReadOnlyList<KeyFigure> KeyFigures { get; init; } = [];

    /// <summary>Remarks that must not be overlooked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The score beside the baselines.</summary>
    public ScoreSummary? Score { get; init; }

    /// <summary>What must be known to read the scores, or why there is none.</summary>
    public IReadOnlyList<string> ScoreRemarks { get; init; } = [];

    /// <summary>Every metric that was asked for, of the model and of what it must beat.</summary>
    public DataTable? Metrics { get; init; }

    /// <summary>Training loss, validation metric, learning rate, tokens/s and so on.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>How scores rank and whether probabilities hold, on the evaluated split.</summary>
    public IReadOnlyList<Curve> TestCurves { get; init; } = [];

    /// <summary>Confusion matrix of the evaluated split.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Scores per class.</summary>
    public IReadOnlyList<ClassScore> Classes { get; init; } = [];

    /// <summary>Predicted structures beside the truth.</summary>
    public IReadOnlyList<StructureExample> Structures { get; init; } = [];

    /// <summary>How the shown structures were chosen, such as "the best, median and worst of the test split by base-pair F1".</summary>
    public string? StructuresChosenBy { get; init; }

    /// <summary>How good structures are that were drawn in several ways.</summary>
    public DataTable? StructureScores { get; init; }

    /// <summary>Predicted matrices of pairs of bases beside the truth.</summary>
    public IReadOnlyList<PairMap> PairMaps { get; init; } = [];

    /// <summary>How the shown matrices were chosen.</summary>
    public string? PairMapsChosenBy { get; init; }

    /// <summary>What is in the data and what was done to it.</summary>
    public DataSummary? Data { get; init; }

    /// <summary>The model card: names with values, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Model { get; init; } = [];

    /// <summary>How to get the same numbers again.</summary>
    public Reproduction? Reproduction { get; init; }

    /// <summary>The last line of the page, for instance program, version and date.</summary>
    public string? Footer { get; init; }
}

/// <summary>A metric of the model and of what it must beat.</summary>
/// <param name="Metric">Name, for instance <c>macro F1</c>.</param>
/// <param name="Split">Evaluated split.</param>
/// <param name="Rows">Model and baselines.</param>
public sealed record ScoreSummary(string Metric, string Split, IReadOnlyList<ScoreRow> Rows)
{
    /// <summary>False for losses and errors.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>How the intervals were made, for instance "95 % bootstrap intervals over 1,305 sequences, 1,000 resamples".</summary>
    public string? IntervalNote { get; init; }
}

/// <summary>One predictor's score with the bounds of its interval.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Value">Its score.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
/// <param name="IsModel">The model of this run; baselines are false.</param>
public sealed record ScoreRow(string Name, double Value, double Low, double High, bool IsModel = false)
{
    /// <summary>Bounds of how far the model is ahead, from paired resamples, when computed; negative where it is behind.</summary>
    public (double Low, double High)? ModelAdvantage { get; init; }
}

/// <summary>One chart of the training's course.</summary>
/// <param name="Title">Heading.</param>
/// <param name="ValueTitle">Vertical axis with the unit.</param>
/// <param name="Series">One or more lines.</param>
public sealed record Curve(string Title, string ValueTitle, IReadOnlyList<CurveSeries> Series)
{
    /// <summary>Horizontal axis.</summary>
    public string StepTitle { get; init; } = "step";

    /// <summary>Draws a running mean over the values, for curves that jump from step to step.</summary>
    public bool RunningMean { get; init; }

    /// <summary>Both axes are shares and go from 0 to 1, instead of steps across and any values up.</summary>
    public bool IsOfShares { get; init; }

    /// <summary>Draws the line from (0, 0) to (1, 1).</summary>
    public bool HasDiagonal { get; init; }

    /// <summary>Vertical axis in powers of ten; all values must be above 0.</summary>
    public bool LogarithmicScale { get; init; }
}

/// <summary>A line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">By step. NaN makes a gap.</param>
public sealed record CurveSeries(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>A value at a step.</summary>
/// <param name="Step">Optimizer step.</param>
/// <param name="Value">In the unit of the axis.</param>
public readonly record struct CurvePoint(double Step, double Value);

/// <summary>Counts of true against predicted classes.</summary>
/// <param name="Labels">Class names.</param>
/// <param name="Counts"><c>[true][predicted]</c>.</param>
public sealed record ConfusionMatrix(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts);

/// <summary>Scores of one class.</summary>
/// <param name="Label">Class name.</param>
/// <param name="Precision">0 to 1.</param>
/// <param name="Recall">0 to 1.</param>
/// <param name="F1">0 to 1.</param>
/// <param name="Support">True members.</param>
public sealed record ClassScore(string Label, double Precision, double Recall, double F1, long Support);

/// <summary>A predicted structure and the true one.</summary>
/// <param name="Name">Name of the sequence.</param>
/// <param name="Sequence">Bases.</param>
/// <param name="Truth">Of the sequence's length.</param>
/// <param name="Predicted">Of the sequence's length.</param>
public sealed record StructureExample(string Name, string Sequence, SecondaryStructure Truth, SecondaryStructure Predicted);

/// <summary>The data report.</summary>
/// <param name="Splits">Rows of the table.</param>
public sealed record DataSummary(IReadOnlyList<SplitSummary> Splits)
{
    /// <summary>Where the data came from.</summary>
    public string? Source { get; init; }

    /// <summary>Length distributions, one a split.</summary>
    public IReadOnlyList<LengthHistogram> Lengths { get; init; } = [];

    /// <summary>What was left out, cut, ignored or unknown, one sentence each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Groups of letters of the sequences with their counts.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Alphabet { get; init; } = [];

    /// <summary>Labels with their counts.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Labels { get; init; } = [];
}

/// <summary>One split of the data and what was done to it.</summary>
/// <param name="Name">Split.</param>
/// <param name="Rows">Sequences used.</param>
/// <param name="Bases">Bases in all.</param>
public sealed record SplitSummary(string Name, long Rows, long Bases)
{
    /// <summary>Bases of the shortest sequence.</summary>
    public int Shortest { get; init; }

    /// <summary>Bases of the middle one.</summary>
    public double Median { get; init; }

    /// <summary>Bases of the longest one.</summary>
    public int Longest { get; init; }

    /// <summary>Exact repeats within the split.</summary>
    public long Duplicates { get; init; }

    /// <summary>Sequences that also occur in the training split.</summary>
    public long SharedWithTraining { get; init; }

    /// <summary>Sequences cut to the model's maximum.</summary>
    public long Truncated { get; init; }

    /// <summary>Sequences left out.</summary>
    public long Dropped { get; init; }
}

/// <summary>Counts of lengths in bins of equal width.</summary>
/// <param name="Split">Name.</param>
/// <param name="Start">Lower bound of the first bin, bases.</param>
/// <param name="BinWidth">Bases.</param>
/// <param name="Counts">Sequences a bin.</param>
public sealed record LengthHistogram(string Split, int Start, int BinWidth, IReadOnlyList<long> Counts);

/// <summary>What is needed to repeat the run.</summary>
/// <param name="CommandLine">As typed.</param>
public sealed record Reproduction(string CommandLine)
{
    /// <summary>Program, runtime, libtorch, processor and so on.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Random seeds.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>Files with their hashes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hashes { get; init; } = [];

    /// <summary>The effective configuration, as written into the run.</summary>
    public string? Configuration { get; init; }
}
