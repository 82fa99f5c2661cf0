namespace OmniHelix.Workflows.Predicting;

/// <summary>Notations of structures.</summary>
public enum StructureFormat
{
    /// <summary>Brackets and dots.</summary>
    DotBracket,

    /// <summary>Connectivity table.</summary>
    Ct,

    /// <summary>Base, letter, partner.</summary>
    Bpseq,
}
