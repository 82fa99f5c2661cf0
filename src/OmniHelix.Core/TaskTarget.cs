namespace OmniHelix;

/// <summary>What is predicted of a unit: the second axis of a task.</summary>
public enum TaskTarget
{
    /// <summary>Nothing: hidden states are the result.</summary>
    None,

    /// <summary>One of several classes.</summary>
    Class,

    /// <summary>Any number of independent labels.</summary>
    Classes,

    /// <summary>One or more real values.</summary>
    Number,

    /// <summary>Probabilities over bins.</summary>
    Distribution,

    /// <summary>Another sequence, of any length.</summary>
    Sequence,
}
