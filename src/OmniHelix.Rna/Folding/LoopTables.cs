namespace OmniHelix.Rna.Folding;

/// <summary>
/// The values of all loops under one set of conditions. Closing pairs are given as seen from inside the loop: the outer pair (i, j) as
/// it is, inner pairs (p, q) as (q, p). Bases and pairs are numbered by <see cref="BaseCodes"/>.
/// </summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class LoopTables<T, S>
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    /// <summary>The most unpaired bases of a bulge or interior loop in the search.</summary>
    public const int LongestLoop = 30;

    private const int Pairs = 7;
    private const int Bases = 5;
    private const int StemSize = BaseCodes.Count * BaseCodes.Count;

    private readonly Conditions conditions;
    private readonly T[] hairpinStart;
    private readonly T[] interiorStart;
    private readonly T[] bulgeStart;
    private readonly T[] mismatchHairpin;
    private readonly T[] triloopTerminal;
    private readonly bool hasTriloops;
    private readonly bool[] mayClose;
    private readonly T[] exterior;
    private readonly T[] branch;
    private readonly T[] closing;
    private readonly T[] dangle5;
    private readonly T[] dangle3;
    private readonly double asymmetry;
    private readonly Dictionary<int, T> specialHairpins = [];
    private T[] hairpinLengths;

    public LoopTables(EnergyParameters parameters, FoldingOptions options)
    {
        conditions = new Conditions(options);
        Thermal = conditions.Thermal;
        var closes = ClosingTypes(options);
        mayClose = closes;
        Stack = Scale(parameters.Table("stack"));
        hairpinStart = Scale(parameters.Table("hairpin_init"));
        bulgeStart = Scale(parameters.Table("bulge_init"));
        interiorStart = Scale(parameters.Table("interior_init"));
        mismatchHairpin = Only(closes, Scale(parameters.Table("mismatch_hairpin")));
        MismatchInterior = Only(closes, Scale(parameters.Table("mismatch_interior")));
        Mismatch1N = Only(closes, Scale(parameters.Table("mismatch_interior_1n")));
        Mismatch23 = Only(closes, Scale(parameters.Table("mismatch_interior_23")));
        Interiors11 = OnlyBoth(closes, Scale(parameters.Table("interior_1x1")));
        Interiors21 = OnlyBoth(closes, Scale(parameters.Table("interior_2x1")));
        Interiors22 = OnlyBoth(closes, Scale(new EnergyTable(
            WidenInterior22(parameters.Table("interior_2x2").FreeEnergy), WidenInterior22(parameters.Table("interior_2x2").Enthalpy))));
        SmallBulges = OnlyBoth(closes, [.. Stack.Select(stack => S.Join(stack, bulgeStart[1]))]);
        var terminal = Scale(parameters.WeakTerminal)[0];
        T[] weak = [.. Enumerable.Range(0, Pairs).Select(type => BaseCodes.IsWeak(type) ? terminal : S.One)];
        triloopTerminal = Only(closes, weak);
        BulgeTerminal = Only(closes, weak);
        asymmetry = parameters.Asymmetry.At(conditions.Ratio)[0];
        LargestAsymmetry = parameters.LargestAsymmetry;
        Extrapolation = parameters.Extrapolation * conditions.Ratio;
        Start23 = InteriorStart(2, 3);
        MultiUnpaired = Scale(parameters.MultiUnpaired)[0];
        MultiClosing = Scale(parameters.MultiClosing)[0];
        MultiBranch = Scale(parameters.MultiBranch)[0];
        DuplexStart = Scale(parameters.DuplexStart)[0];
        dangle5 = Dangles(parameters, "dangle5");
        dangle3 = Dangles(parameters, "dangle3");
        exterior = Stems(parameters, "mismatch_exterior", weak, options.Dangles);
        branch = [.. Stems(parameters, "mismatch_multi", weak, options.Dangles).Select(stem => S.Join(stem, MultiBranch))];
        closing = Only(closes, [.. branch.Select(stem => S.Join(stem, MultiClosing))]);
        hairpinLengths = hairpinStart;
        // Without the special hairpins the reference has no rule of its own for three bases either.
        hasTriloops = options.SpecialHairpins;
        if (options.SpecialHairpins)
            foreach (var (motif, energy) in parameters.SpecialHairpins)
            {
                var codes = BaseCodes.Encode(motif);
                if (closes[BaseCodes.Pair(codes[1], codes[motif.Length])])
                    specialHairpins[Key(codes, 1, motif.Length)] = Scale(energy)[0];
            }
    }

    /// <summary>Thermal energy kT in 0.01 kcal/mol.</summary>
    public double Thermal { get; }

    /// <summary><c>[7 · 7]</c>: a pair directly inside a pair.</summary>
    public T[] Stack { get; }

    /// <summary><c>[7 · 25]</c>: one end of an interior loop without a table of its own.</summary>
    public T[] MismatchInterior { get; }

    /// <summary><c>[7 · 25]</c>: one end of an interior loop with one unpaired base on a side and three or more on the other.</summary>
    public T[] Mismatch1N { get; }

    /// <summary><c>[7 · 25]</c>: one end of an interior loop of two bases on one side and three on the other.</summary>
    public T[] Mismatch23 { get; }

    /// <summary>The start of such a loop.</summary>
    public T Start23 { get; }

    /// <summary><c>[7 · 7]</c>: bulges of one base.</summary>
    public T[] SmallBulges { get; }

    /// <summary><c>[7 · 7 · 25]</c>: one base on either side, by the bases at i + 1 and j − 1.</summary>
    public T[] Interiors11 { get; }

    /// <summary>
    /// <c>[7 · 7 · 125]</c>: one base on a side and two on the other. First comes the pair after which the one base stands, then that
    /// base, then the two.
    /// </summary>
    public T[] Interiors21 { get; }

    /// <summary><c>[7 · 7 · 625]</c>: two bases on either side, by those at i + 1, p − 1, q + 1 and j − 1.</summary>
    public T[] Interiors22 { get; }

    /// <summary><c>[7]</c>: one end of a bulge of two bases or more.</summary>
    public T[] BulgeTerminal { get; }

    /// <summary>Each unpaired base of a multiloop.</summary>
    public T MultiUnpaired { get; }

    /// <summary>A multiloop, once.</summary>
    public T MultiClosing { get; }

    /// <summary>Each helix of a multiloop, its dangles and terminal penalty apart.</summary>
    public T MultiBranch { get; }

    /// <summary>Two strands that have a pair between them, once.</summary>
    public T DuplexStart { get; }

    private double LargestAsymmetry { get; }

    private double Extrapolation { get; }

    /// <summary>The start of a bulge of a number of bases.</summary>
    public T BulgeStart(int bases) => Start(bulgeStart, bases);

    /// <summary>The start of an interior loop with these numbers of bases on its sides, asymmetry included.</summary>
    public T InteriorStart(int left, int right) => S.Join(Start(interiorStart, left + right), Asymmetry(Math.Abs(left - right)));

    /// <summary>A helix outside of all loops, with the bases beside it or <see cref="BaseCodes.None"/>.</summary>
    public T Exterior(int type, int before, int after) => exterior[type * StemSize + before * BaseCodes.Count + after];

    /// <summary>A helix inside a multiloop.</summary>
    public T Branch(int type, int before, int after) => branch[type * StemSize + before * BaseCodes.Count + after];

    /// <summary>
    /// As <see cref="Branch"/> in the model with coaxial stacks, as the reference has it: the bases beside the helix count each for
    /// itself, and no pair is penalised for being terminal.
    /// </summary>
    public T BranchByEachBase(int type, int before, int after)
    {
        var one = before == BaseCodes.None ? S.One : dangle5[type * Bases + before];
        var other = after == BaseCodes.None ? S.One : dangle3[type * Bases + after];
        return S.Join(S.Join(one, other), MultiBranch);
    }

    /// <summary>
    /// The closing pair (i, j) of a multiloop, given as (j, i) with the bases j − 1 and i + 1; the loop's own start included.
    /// </summary>
    public T Closing(int type, int before, int after) => closing[type * StemSize + before * BaseCodes.Count + after];

    /// <summary>A multiloop, once, when a pair of this type may close it.</summary>
    public T ClosingAlone(int type) => mayClose[type] ? MultiClosing : S.Zero;

    /// <summary><c>[length + 1]</c> or more: the starts of hairpins by number of unpaired bases.</summary>
    public ReadOnlySpan<T> HairpinStarts(int length)
    {
        var known = hairpinLengths;
        if (known.Length > length) return known;
        var longer = new T[length + 1];
        for (var bases = 0; bases <= length; bases++) longer[bases] = Start(hairpinStart, bases);
        hairpinLengths = longer;
        return longer;
    }

    /// <summary>The hairpin that (i, j) closes.</summary>
    /// <param name="codes">The sequence by <see cref="BaseCodes.Encode"/>.</param>
    /// <param name="i">The 5' base, from 1.</param>
    /// <param name="j">The 3' base.</param>
    /// <param name="type">The pair's type.</param>
    /// <param name="starts">From <see cref="HairpinStarts"/>.</param>
    public T Hairpin(ReadOnlySpan<byte> codes, int i, int j, int type, ReadOnlySpan<T> starts)
    {
        var bases = j - i - 1;
        if (bases is 3 or 4 or 6 && specialHairpins.TryGetValue(Key(codes, i, bases + 2), out var special)) return special;
        var end = bases == 3 && hasTriloops
            ? triloopTerminal[type]
            : mismatchHairpin[(type * Bases + codes[i + 1]) * Bases + codes[j - 1]];
        return S.Join(starts[bases], end);
    }

    /// <summary>The loop between two pairs: stacked, bulge or interior.</summary>
    /// <param name="outer">Type of (i, j).</param>
    /// <param name="inner">Type of (q, p).</param>
    /// <param name="left">Unpaired bases between i and p.</param>
    /// <param name="right">Unpaired bases between q and j.</param>
    /// <param name="ends">The bases at i + 1, p − 1, q + 1 and j − 1.</param>
    public T TwoPairs(int outer, int inner, int left, int right, LoopEnds ends)
    {
        var both = outer * Pairs + inner;
        return (left, right) switch
        {
            (0, 0) => Stack[both],
            (0, 1) or (1, 0) => SmallBulges[both],
            (0, _) or (_, 0) => S.Join(BulgeStart(left + right), S.Join(BulgeTerminal[outer], BulgeTerminal[inner])),
            (1, 1) => Interiors11[(both * Bases + ends.I) * Bases + ends.J],
            (1, 2) => Interiors21[((both * Bases + ends.I) * Bases + ends.Q) * Bases + ends.J],
            (2, 1) => Interiors21[(((inner * Pairs + outer) * Bases + ends.Q) * Bases + ends.I) * Bases + ends.P],
            (2, 2) => Interiors22[(((both * Bases + ends.I) * Bases + ends.P) * Bases + ends.Q) * Bases + ends.J],
            (2, 3) or (3, 2) => S.Join(Start23, S.Join(End(Mismatch23, outer, ends.I, ends.J), End(Mismatch23, inner, ends.Q, ends.P))),
            (1, _) or (_, 1) =>
                S.Join(InteriorStart(left, right), S.Join(End(Mismatch1N, outer, ends.I, ends.J), End(Mismatch1N, inner, ends.Q, ends.P))),
            _ => S.Join(
                InteriorStart(left, right), S.Join(
                    End(MismatchInterior, outer, ends.I, ends.J), End(MismatchInterior, inner, ends.Q, ends.P))),
        };
    }

    private static T End(T[] table, int type, int after, int before) => table[(type * Bases + after) * Bases + before];

    private static int Key(ReadOnlySpan<byte> codes, int start, int length)
    {
        var key = length;
        for (var i = start; i < start + length; i++) key = key * Bases + codes[i];
        return key;
    }

    private static bool[] ClosingTypes(FoldingOptions options) =>
        [.. Enumerable.Range(0, Pairs).Select(type => options.WobbleClosure || !BaseCodes.IsWobble(type))];

    /// <summary>Takes away what a type that may not close a loop would close.</summary>
    private static T[] Only(bool[] closes, T[] table)
    {
        var each = table.Length / Pairs;
        return [.. table.Select((value, index) => closes[index / each] ? value : S.Zero)];
    }

    private static T[] OnlyBoth(bool[] closes, T[] table)
    {
        var each = table.Length / (Pairs * Pairs);
        return [.. table.Select((value, index) => closes[index / each / Pairs] && closes[index / each % Pairs] ? value : S.Zero)];
    }

    /// <summary>
    /// The published table knows standard pairs and bases only: where a base is unknown or a pair is another, the worst of the known.
    /// </summary>
    private static double[] WidenInterior22(double[] table)
    {
        const int knownPairs = Pairs - 1;
        const int knownBases = Bases - 1;
        var wide = Widen(table, knownPairs, anyFirst: false);
        wide = Widen(wide, knownPairs, anyFirst: false);
        for (var bases = 0; bases < 4; bases++) wide = Widen(wide, knownBases, anyFirst: true);
        return wide;
    }

    /// <summary>
    /// Takes the first axis of a table, gives it an index more that stands for any, with the greatest of its values, and puts it last.
    /// Once for each axis, they are in their order again.
    /// </summary>
    private static double[] Widen(double[] table, int size, bool anyFirst)
    {
        var each = table.Length / size;
        var wide = new double[each * (size + 1)];
        for (var rest = 0; rest < each; rest++)
        {
            var row = wide.AsSpan(rest * (size + 1), size + 1);
            var known = row.Slice(anyFirst ? 1 : 0, size);
            var worst = double.NegativeInfinity;
            for (var at = 0; at < size; at++)
            {
                known[at] = table[at * each + rest];
                worst = Math.Max(worst, known[at]);
            }
            row[anyFirst ? 0 : size] = worst;
        }
        return wide;
    }

    private T Start(T[] starts, int bases) => bases <= LongestLoop
        ? starts[bases]
        : S.Join(starts[LongestLoop], S.FromEnergy(Extrapolation * Math.Log(bases / (double)LongestLoop), Thermal));

    private T Asymmetry(int bases)
    {
        var each = typeof(T) == typeof(int) ? Math.Truncate(asymmetry) : asymmetry;
        return S.FromEnergy(Math.Min(LargestAsymmetry, each * bases), Thermal);
    }

    private T[] Scale(EnergyTable table) => [.. table.At(conditions.Ratio).Select(energy => S.FromEnergy(energy, Thermal))];

    private T[] Stems(EnergyParameters parameters, string mismatches, T[] weak, DangleModel dangles)
    {
        var stems = new T[Pairs * StemSize];
        var mismatch = Dangles(parameters, mismatches);
        for (var at = 0; at < stems.Length; at++)
        {
            var type = at / StemSize;
            var x = at / BaseCodes.Count % BaseCodes.Count;
            var y = at % BaseCodes.Count;
            var beside = dangles == DangleModel.None ? S.One
                : x < Bases && y < Bases ? mismatch[(type * Bases + x) * Bases + y]
                : x < Bases ? dangle5[type * Bases + x]
                : y < Bases ? dangle3[type * Bases + y]
                : S.One;
            stems[at] = S.Join(beside, weak[type]);
        }
        return stems;
    }

    private T[] Dangles(EnergyParameters parameters, string name) =>
        [.. parameters.Table(name).At(conditions.Ratio).Select(energy => S.FromDangle(energy, Thermal))];

    /// <summary>Temperature as the tables need it.</summary>
    private readonly struct Conditions(FoldingOptions options)
    {
        private const double ZeroCelsius = 273.15;
        private const double GasConstant = 1.98717;
        private const double Reference = 37 + ZeroCelsius;

        /// <summary>The absolute temperature as a share of that of the measurements.</summary>
        public double Ratio { get; } = (options.Temperature + ZeroCelsius) / Reference;

        /// <summary>kT in 0.01 kcal/mol.</summary>
        public double Thermal { get; } = GasConstant * (options.Temperature + ZeroCelsius) / 10;
    }
}
