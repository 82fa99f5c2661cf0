namespace OmniHelix;

/// <summary>What a prediction belongs to: the first axis of a task.</summary>
public enum TaskUnit
{
    /// <summary>A whole sequence.</summary>
    Sequence,

    /// <summary>A token, and through it the bases that it covers.</summary>
    Token,

    /// <summary>Two positions of a sequence, such as a base pair or a contact.</summary>
    Pair,

    /// <summary>A bin of a genome track.</summary>
    Track,

    /// <summary>A cell of a single-cell experiment.</summary>
    Cell,
}
