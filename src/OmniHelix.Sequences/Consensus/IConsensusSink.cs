namespace OmniHelix.Sequences.Consensus;

/// <summary>Takes a consensus sequence piece by piece, from its first letter to its last.</summary>
internal interface IConsensusSink
{
    /// <summary>Target bases that stay as they are.</summary>
    /// <param name="bases">The bases.</param>
    /// <param name="offset">Where in the target they stand.</param>
    void Copy(ReadOnlySpan<byte> bases, int offset);

    /// <summary>Letters that are not the target's.</summary>
    void Write(ReadOnlySpan<byte> letters);

    /// <summary>A letter, repeated.</summary>
    void Fill(byte letter, int count);
}
