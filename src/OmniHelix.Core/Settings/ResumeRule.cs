namespace OmniHelix.Settings;

/// <summary>What a run that goes on may say about a setting that it was started with.</summary>
public enum ResumeRule
{
    /// <summary>The same value: another would have given other numbers up to here.</summary>
    Same,

    /// <summary>Any value: it says where something lies or what is shown, and changes no number of what was done.</summary>
    Free,

    /// <summary>A list may get further values at its end.</summary>
    MayGrow,
}

/// <summary>Says that a resumed run may say a setting otherwise.</summary>
/// <param name="rule">How.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResumeAttribute(ResumeRule rule) : Attribute
{
    /// <summary>How.</summary>
    public ResumeRule Rule => rule;
}
