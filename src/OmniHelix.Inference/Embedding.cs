using OmniHelix.Data.Records;

namespace OmniHelix.Inference;

/// <summary>The vectors of one record.</summary>
public sealed record Embedding
{
    /// <summary>The record.</summary>
    public required Example Example { get; init; }

    /// <summary>Why there are none.</summary>
    public OmniException? Error { get; init; }

    /// <summary><c>[hidden]</c>, or <c>[tokens, hidden]</c> of the tokens that stand for bases.</summary>
    public float[] Values { get; init; } = [];

    /// <summary>Position of each token's first base, from 1; empty when the record has one vector.</summary>
    public IReadOnlyList<int> Positions { get; init; } = [];

    /// <summary>Bases behind the end that truncation left.</summary>
    public int CutBases { get; init; }

    /// <summary>Bases that the vocabulary does not know: the model saw the unknown token in their place.</summary>
    public int UnknownBases { get; init; }
}
