using System.ComponentModel;

namespace OmniHelix.Workflows.Structures;

/// <summary>What is said about the energies of given structures, by flags, by a file or by a program.</summary>
public sealed record EvalOptions : EnergyOptions
{
    /// <summary>The structures of <see cref="EnergyOptions.Sequence"/>.</summary>
    [Description("The structure of --sequence in dots and brackets, several separated by commas."), Category(RunGroup)]
    public string? Structure { get; init => field = Said(value); }

    /// <summary>Field of the structure in <see cref="EnergyOptions.Input"/>; null for the usual names.</summary>
    [Description("Column of the structure [default: structure, label or dot_bracket]."), Category(DataGroup)]
    public string? StructureField { get; init => field = Said(value); }

    /// <summary>Tell the energy of each loop.</summary>
    [Description("Tell the energy of each loop; a table has a row a loop then."), Category(EnergyGroup)]
    public bool Loops { get; init => field = Said(value); }
}
