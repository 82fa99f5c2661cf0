using OmniHelix.Rna;

namespace OmniHelix.Workflows.Designing;

/// <summary>The versions of the Eterna100 benchmark: in the second 19 structures are others, for the energies of Turner 2004.</summary>
public enum EternaVersion
{
    /// <summary>Anderson-Lee et al. 2016.</summary>
    V1,

    /// <summary>Koodli et al. 2021.</summary>
    V2,
}

/// <summary>A structure of the Eterna100 benchmark.</summary>
/// <param name="Number">1 to 100, from easy to hard for players.</param>
/// <param name="Name">What players call it.</param>
/// <param name="Structure">The target.</param>
public sealed record EternaPuzzle(int Number, string Name, SecondaryStructure Structure)
{
    /// <summary>The puzzles, from the maintainers' list (eternagame/eterna100-benchmarking, MIT licence).</summary>
    public static IReadOnlyList<EternaPuzzle> All(EternaVersion version)
    {
        using var stream = typeof(EternaPuzzle).Assembly.GetManifestResourceStream("eterna100.tsv")!;
        using var reader = new StreamReader(stream);
        var column = version == EternaVersion.V1 ? 2 : 3;
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).Select(
                fields => new EternaPuzzle(int.Parse(fields[0], null), fields[1], SecondaryStructure.Parse(fields[column]))),
        ];
    }
}
