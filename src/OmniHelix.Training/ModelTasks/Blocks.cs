using System.Globalization;

namespace OmniHelix.Training.ModelTasks;

/// <summary>How many of the first blocks of an encoder; written as a number or <c>all</c>.</summary>
/// <param name="Count">0 or more; the largest number stands for all.</param>
public readonly record struct Blocks(int Count) : IParsable<Blocks>
{
    private const string AllWord = "all";

    /// <summary>Every block, however many there are.</summary>
    public static Blocks All => new(int.MaxValue);

    /// <summary>The number of blocks in an encoder that has <paramref name="layers"/> of them.</summary>
    public int Of(int layers) => this == All ? layers : Count;

    /// <inheritdoc/>
    public static Blocks Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var blocks) ? blocks : throw new FormatException($"'{s}' is neither a number nor {AllWord}.");

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out Blocks result)
    {
        result = All;
        if (s == AllWord) return true;
        var isNumber = int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        result = new Blocks(count);
        return isNumber;
    }

    /// <summary><c>3</c>, or <c>all</c>.</summary>
    public override string ToString() => this == All ? AllWord : Count.ToString(CultureInfo.InvariantCulture);
}
