namespace OmniHelix.Sequences.Checks;

/// <summary>What a sound file holds.</summary>
/// <param name="Records">Records, rows, values or tensors; null where there is nothing to count.</param>
public sealed record FileContents(long? Records)
{
    /// <summary>What is odd about it without being wrong.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>A file about which there is nothing more to say.</summary>
    public static implicit operator FileContents(long? records) => new(records);
}
