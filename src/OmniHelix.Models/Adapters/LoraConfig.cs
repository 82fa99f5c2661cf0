using System.Text.RegularExpressions;

namespace OmniHelix.Models.Adapters;

/// <summary>Which biases are trained beside an adapter.</summary>
public enum AdapterBias
{
    /// <summary>None.</summary>
    None,

    /// <summary>Every bias of the model.</summary>
    All,

    /// <summary>Those of the layers that are adapted.</summary>
    LoraOnly,
}

/// <summary>
/// A low-rank adapter (LoRA, Hu et al. 2021): to the product of a frozen matrix, <c>y = W x + b</c>, comes <c>s · B(A x)</c> with
/// <c>A [rank, inputs]</c> and <c>B [outputs, rank]</c>. The names in files are those of <c>adapter_config.json</c> of the library PEFT.
/// </summary>
public sealed record LoraConfig
{
    /// <summary>
    /// In place of <see cref="Targets"/>: every linear layer but those that are trained whole and the scores of the vocabulary.
    /// </summary>
    public const string AllLinear = "all-linear";

    // A pattern is of a file that anybody may have written.
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Rows of <c>A</c>.</summary>
    public int Rank { get; init; } = 8;

    /// <summary><c>s = α / rank</c>, or <c>α / √rank</c> where <see cref="RankStabilised"/>.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>Share of the inputs of <c>A</c> that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>Biases that are trained too.</summary>
    public AdapterBias Bias { get; init; }

    /// <summary>Scale by the root of the rank (rsLoRA, Kalajdzievski 2023).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>A trained length for each row of the sum of both matrices (DoRA, Liu et al. 2024).</summary>
    public bool Dora { get; init; }

    /// <summary>A bias on <c>B</c>, scaled as the rest.</summary>
    public bool BiasOnB { get; init; }

    /// <summary>
    /// Paths of modules, or their ends; <see cref="AllLinear"/> alone for all; empty for what the family has
    /// (<c>query</c>, <c>key</c> …).
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>A regular expression for whole paths, in place of <see cref="Targets"/>; null for none.</summary>
    public string? TargetPattern { get; init; }

    /// <summary>Paths, or their ends, that are left alone.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Numbers of the blocks that are adapted; empty for all.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [];

    /// <summary>Modules that are trained whole and stored with the adapter, by the ends of their paths.</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>Other ranks for paths that a regular expression matches at their end; the first that does counts.</summary>
    public IReadOnlyList<(string Pattern, int Rank)> RankPattern { get; init; } = [];

    /// <summary>Other values of α, likewise.</summary>
    public IReadOnlyList<(string Pattern, double Alpha)> AlphaPattern { get; init; } = [];

    /// <summary>The model that the adapter belongs to: a folder or a name.</summary>
    public string BaseModel { get; init; } = "";

    /// <summary>What PEFT calls the task, such as <c>SEQ_CLS</c>; null for none.</summary>
    public string? TaskType { get; init; }

    /// <summary>The rank at a path.</summary>
    public int RankOf(string path) => Of(RankPattern, path) ?? Rank;

    /// <summary>The factor <c>s</c> at a path.</summary>
    public double ScaleOf(string path)
    {
        var alpha = Of(AlphaPattern, path) ?? Alpha;
        var rank = RankOf(path);
        return alpha / (RankStabilised ? Math.Sqrt(rank) : rank);
    }

    /// <summary>Whether a linear layer at a path is adapted, when the targets are <paramref name="targets"/>.</summary>
    /// <param name="path">Such as <c>bert.encoder.layer.0.attention.self.query</c>.</param>
    /// <param name="targets"><see cref="Targets"/>, or those of the family.</param>
    internal bool Adapts(string path, IReadOnlyList<string> targets)
    {
        if (Excluded.Any(name => Ends(path, name)) || ModulesToSave.Any(name => IsWithin(path, name))) return false;
        if (Layers.Count > 0 && !(BlockOf(path) is { } block && Layers.Contains(block))) return false;
        return TargetPattern is { } pattern
            ? Regex.IsMatch(path, $"^(?:{pattern})$", Safe)
            : targets is [AllLinear] || targets.Any(name => Ends(path, name));
    }

    /// <summary>The number of the block that a path lies in; null outside of blocks.</summary>
    internal static int? BlockOf(string path) =>
        path.Split('.').Skip(1).Select(part => int.TryParse(part, out var number) ? number : (int?)null).FirstOrDefault(n => n is not null);

    /// <summary>Whether a module is called so, or its path ends so.</summary>
    internal static bool Ends(string path, string name) => path == name || path.EndsWith("." + name, StringComparison.Ordinal);

    /// <summary>Whether a path is that of a module called so, or lies below one.</summary>
    internal static bool IsWithin(string path, string name) => $".{path}.".Contains($".{name}.", StringComparison.Ordinal);

    /// <summary>The message about a pattern that no regular expression is; null when it is one.</summary>
    internal static string? ProblemOf(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Safe);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    private static T? Of<T>(IReadOnlyList<(string Pattern, T Value)> patterns, string path) where T : struct
    {
        foreach (var (pattern, value) in patterns)
            if (Regex.IsMatch(path, $@"^(?:.*\.)?(?:{pattern})$", Safe)) return value;
        return null;
    }
}
