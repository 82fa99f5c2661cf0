namespace OmniHelix.Rna.Folding;

/// <summary>Takes a structure apart into its loops and gives each its energy.</summary>
internal sealed class Evaluation(LoopTables<int, MinPlus> tables, FoldingOptions options, byte[] codes, SecondaryStructure structure)
{
    private readonly List<LoopEnergy> loops = [];
    private readonly HelixArrangement exterior = new(tables.Exterior, null);
    private readonly HelixArrangement multi = options.Dangles == DangleModel.Coaxial
        ? new HelixArrangement(tables.BranchByEachBase, tables.Stack)
        : new HelixArrangement(tables.Branch, null);

    /// <summary>Refuses pseudoknots.</summary>
    /// <exception cref="OmniException">OH1855 when pairs cross.</exception>
    public static void RequireNested(SecondaryStructure structure)
    {
        if (structure.IsNested) return;
        throw new OmniException(
            "OH1855", "the structure has crossing pairs, which the energy model does not know", null,
            "Take out the pseudoknots' brackets.");
    }

    /// <summary>All loops.</summary>
    public StructureEnergy Run()
    {
        Exterior();
        return new StructureEnergy(loops);
    }

    private void Exterior()
    {
        var inner = Inside(-1, structure.Length);
        var energy = 0;
        if (options.Circular) energy = Joined(inner);
        else if (IsFixed)
            foreach (var pair in inner) energy += tables.Exterior(Type(pair), codes[pair.Open], codes[pair.Close + 2]);
        else
            energy = exterior.Linear(Helices(inner, structure.Length));
        Add(LoopKind.Exterior, null, inner, energy);
        foreach (var pair in inner) Closed(pair);
    }

    /// <summary>The loop that holds the joined ends of a circle.</summary>
    private int Joined(List<BasePair> inner)
    {
        var loops = new CircularLoops<int, MinPlus>(tables, codes);
        switch (inner.Count)
        {
            case 0:
                return loops.Open();
            case 1:
                return loops.Hairpin(inner[0].Open + 1, inner[0].Close + 1);
            case 2:
                return loops.TwoPairs(inner[0].Open + 1, inner[0].Close + 1, inner[1].Open + 1, inner[1].Close + 1);
            default:
                var unpaired = structure.Length - inner.Sum(branch => branch.Close - branch.Open + 1);
                return tables.MultiClosing + tables.MultiUnpaired * unpaired
                    + inner.Sum(branch => tables.Branch(Type(branch), codes[branch.Open], codes[branch.Close + 2]));
        }
    }

    private bool IsFixed => options.Dangles is DangleModel.None or DangleModel.Both;

    private void Closed(BasePair first)
    {
        var rest = new Stack<BasePair>([first]);
        while (rest.TryPop(out var pair))
        {
            var inner = Inside(pair.Open, pair.Close);
            switch (inner.Count)
            {
                case 0:
                    Add(LoopKind.Hairpin, pair, inner, Hairpin(pair));
                    break;
                case 1:
                    TwoPairs(pair, inner);
                    break;
                default:
                    Add(LoopKind.Multiloop, pair, inner, Multi(pair, inner));
                    break;
            }
            for (var at = inner.Count - 1; at >= 0; at--) rest.Push(inner[at]);
        }
    }

    private int Hairpin(BasePair pair)
    {
        var unpaired = pair.Close - pair.Open - 1;
        return unpaired < 3
            ? MinPlus.Infinity
            : tables.Hairpin(codes, pair.Open + 1, pair.Close + 1, Type(pair), tables.HairpinStarts(unpaired));
    }

    private void TwoPairs(BasePair pair, List<BasePair> inner)
    {
        var i = pair.Open + 1;
        var j = pair.Close + 1;
        var p = inner[0].Open + 1;
        var q = inner[0].Close + 1;
        var left = p - i - 1;
        var right = j - q - 1;
        var kind = left + right == 0 ? LoopKind.Stack : left == 0 || right == 0 ? LoopKind.Bulge : LoopKind.Interior;
        var ends = new LoopEnds(codes[i + 1], codes[p - 1], codes[q + 1], codes[j - 1]);
        Add(kind, pair, inner, tables.TwoPairs(Type(pair), BaseCodes.Pair(codes[q], codes[p]), left, right, ends));
    }

    private int Multi(BasePair pair, List<BasePair> inner)
    {
        var closing = BaseCodes.Pair(codes[pair.Close + 1], codes[pair.Open + 1]);
        var unpaired = pair.Close - pair.Open - 1 - inner.Sum(branch => branch.Close - branch.Open + 1);
        var energy = tables.MultiUnpaired * unpaired;
        if (IsFixed)
        {
            energy += tables.Closing(closing, codes[pair.Close], codes[pair.Open + 2]);
            foreach (var branch in inner) energy += tables.Branch(Type(branch), codes[branch.Open], codes[branch.Close + 2]);
            return energy;
        }
        Helix[] around =
        [
            new Helix(closing, codes[pair.Close], codes[pair.Open + 2], inner[0].Open - pair.Open - 1),
            .. Helices(inner, pair.Close),
        ];
        return energy + tables.MultiClosing + multi.Circular(around);
    }

    private Helix[] Helices(List<BasePair> pairs, int end) =>
    [
        .. pairs.Select((pair, at) => new Helix(
            Type(pair), codes[pair.Open], codes[pair.Close + 2], (at + 1 < pairs.Count ? pairs[at + 1].Open : end) - pair.Close - 1)),
    ];

    /// <summary>The outermost pairs between two bases.</summary>
    private List<BasePair> Inside(int open, int close)
    {
        var pairs = new List<BasePair>();
        for (var at = open + 1; at < close; at++)
        {
            var partner = structure.Partners[at];
            if (partner < 0) continue;
            pairs.Add(new BasePair(at, partner));
            at = partner;
        }
        return pairs;
    }

    private int Type(BasePair pair) => BaseCodes.Pair(codes[pair.Open + 1], codes[pair.Close + 1]);

    private void Add(LoopKind kind, BasePair? closing, List<BasePair> inner, int energy) =>
        loops.Add(new LoopEnergy(kind, closing, inner, energy > MinPlus.Infinity / 2 ? double.PositiveInfinity : energy / 100.0));
}
