using System.Text.Json;

namespace OmniHelix.Rna.Folding;

/// <summary>
/// Nearest-neighbour parameters of RNA by Turner 2004 (Mathews et al. 2004; Turner and Mathews 2010), the values of the nearest-neighbour
/// database as ViennaRNA 2 uses them. Units are 0.01 kcal/mol. Pairs are numbered CG, GC, GU, UG, AU, UA, other; bases N, A, C, G, U.
/// </summary>
internal sealed class EnergyParameters
{
    private static readonly Lazy<EnergyParameters> Embedded = new(ReadEmbedded);

    private readonly JsonElement tables;

    private EnergyParameters(JsonElement root)
    {
        tables = root.GetProperty("tables");
        var multi = root.GetProperty("multiloop");
        MultiUnpaired = Term(multi.GetProperty("unpaired_base"));
        MultiClosing = Term(multi.GetProperty("closing"));
        MultiBranch = Term(multi.GetProperty("per_branch"));
        var ninio = root.GetProperty("ninio");
        Asymmetry = Term(ninio.GetProperty("per_asymmetry"));
        LargestAsymmetry = ninio.GetProperty("max").GetDouble();
        WeakTerminal = Term(root.GetProperty("terminal_au_gu"));
        DuplexStart = Term(root.GetProperty("duplex_init"));
        Extrapolation = root.GetProperty("lxc37").GetDouble();
        SpecialHairpins = [.. ReadSpecial(root.GetProperty("special_hairpins"))];
    }

    /// <summary>The set that comes with the library.</summary>
    public static EnergyParameters Turner2004 => Embedded.Value;

    /// <summary>Each unpaired base of a multiloop.</summary>
    public EnergyTable MultiUnpaired { get; }

    /// <summary>Each multiloop, once.</summary>
    public EnergyTable MultiClosing { get; }

    /// <summary>Each helix of a multiloop.</summary>
    public EnergyTable MultiBranch { get; }

    /// <summary>Each base by which the sides of an interior loop differ (Ninio).</summary>
    public EnergyTable Asymmetry { get; }

    /// <summary>Where the penalty of asymmetry ends; it does not change with temperature.</summary>
    public double LargestAsymmetry { get; }

    /// <summary>Each helix end with a pair other than CG and GC.</summary>
    public EnergyTable WeakTerminal { get; }

    /// <summary>Two strands that have a pair between them, once.</summary>
    public EnergyTable DuplexStart { get; }

    /// <summary>At 37 °C, the factor of <c>ln(length / 30)</c> for loops of more than 30 bases.</summary>
    public double Extrapolation { get; }

    /// <summary>Hairpins whose whole energy was measured: letters with the closing pair, and that energy.</summary>
    public IReadOnlyList<(string Motif, EnergyTable Energy)> SpecialHairpins { get; }

    /// <summary>The table of a name as the file has it, such as <c>mismatch_hairpin</c>.</summary>
    public EnergyTable Table(string name)
    {
        var table = tables.GetProperty(name);
        return new EnergyTable([.. Values(table.GetProperty("dG37"))], [.. Values(table.GetProperty("dH"))]);
    }

    private static EnergyParameters ReadEmbedded()
    {
        using var stream = typeof(EnergyParameters).Assembly.GetManifestResourceStream("turner2004.json")!;
        using var document = JsonDocument.Parse(stream);
        return new EnergyParameters(document.RootElement.Clone());
    }

    private static EnergyTable Term(JsonElement term) => new([term.GetProperty("dG37").GetDouble()], [term.GetProperty("dH").GetDouble()]);

    private static IEnumerable<(string Motif, EnergyTable Energy)> ReadSpecial(JsonElement hairpins)
    {
        foreach (var kind in hairpins.EnumerateObject())
        {
            if (kind.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var hairpin in kind.Value.EnumerateArray()) yield return (hairpin.GetProperty("motif").GetString()!, Term(hairpin));
        }
    }

    private static IEnumerable<double> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        JsonValueKind.Null => [double.PositiveInfinity],
        _ => [element.GetDouble()],
    };
}
