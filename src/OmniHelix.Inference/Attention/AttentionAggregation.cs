namespace OmniHelix.Inference.Attention;

/// <summary>How several attention maps become one.</summary>
public enum AttentionAggregation
{
    /// <summary>Mean.</summary>
    Mean,

    /// <summary>Largest.</summary>
    Max,

    /// <summary>Sum.</summary>
    Sum,

    /// <summary>The first (layers only).</summary>
    First,

    /// <summary>The last (layers only).</summary>
    Last,
}
