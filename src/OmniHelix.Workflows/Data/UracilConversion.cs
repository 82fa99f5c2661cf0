using OmniHelix.Sequences;

namespace OmniHelix.Workflows.Data;

/// <summary>Conversions of a sequence's letters, as users name them.</summary>
public enum UracilConversion
{
    /// <summary>U becomes T.</summary>
    U2t,

    /// <summary>T becomes U.</summary>
    T2u,
}

/// <summary>What conversions do.</summary>
public static class UracilConversions
{
    /// <summary>The rule of a conversion; null for null.</summary>
    public static UracilPolicy? Policy(this UracilConversion? conversion) => conversion switch
    {
        UracilConversion.U2t => UracilPolicy.UToT,
        UracilConversion.T2u => UracilPolicy.TToU,
        _ => null,
    };
}
