namespace OmniHelix.Workflows.Runs;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>A process works in its folder.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It began, did not come to its end, and nobody works on it: <c>--resume</c> goes on.</summary>
    CutOff,

    /// <summary>Its files cannot be read.</summary>
    Damaged,
}
