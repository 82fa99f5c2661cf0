namespace OmniHelix.Rna.Design;

/// <summary>
/// Draws hidden bases as a language model expects them: both bases of a pair at once, so that they pair, and only what the target allows.
/// </summary>
internal sealed class PriorDraws(DesignTarget target, IBaseProbabilities bases, Xoshiro256 random)
{
    // Bases drawn from one answer do not know of each other: where nothing is known, a quarter is drawn, and the model asked again.
    private const int Steps = 4;

    // Of a base beyond the likeliest ones: taken only where no other pairs or is allowed.
    private const double Excluded = 1e-9;

    private readonly PriorOptions options = target.Options.Prior;

    /// <summary>Whether the model draws the next sequence; false: the search does.</summary>
    public bool TakesPart() => random.NextDouble() < options.Share;

    /// <summary>A sequence of which nothing is known.</summary>
    public byte[] AllHidden()
    {
        var codes = new byte[target.Length + 2];
        codes[0] = Folding.BaseCodes.None;
        codes[^1] = Folding.BaseCodes.None;
        return codes;
    }

    /// <summary>A sequence of which half of the pairs and bases are hidden that do not fold as the target.</summary>
    public byte[] HalfHidden(DesignState state)
    {
        var codes = (byte[])state.Codes.Clone();
        for (var at = 0; at < target.Length; at++)
        {
            if (state.Folded[at] == target.Partners[at] || random.NextDouble() >= 0.5) continue;
            codes[at + 1] = 0;
            if (target.Partners[at] >= 0) codes[target.Partners[at] + 1] = 0;
        }
        return codes;
    }

    /// <summary>A sequence of which some pairs and bases are hidden, whatever they fold into.</summary>
    public byte[] PartlyHidden(byte[] sequence)
    {
        var codes = (byte[])sequence.Clone();
        for (var at = 0; at < target.Length; at++)
        {
            if (target.Partners[at] >= 0 && target.Partners[at] < at || random.NextDouble() >= options.MutationRatio) continue;
            codes[at + 1] = 0;
            if (target.Partners[at] >= 0) codes[target.Partners[at] + 1] = 0;
        }
        return codes;
    }

    /// <summary>Draws what is hidden in several sequences.</summary>
    /// <param name="sequences">By <see cref="Folding.BaseCodes.Encode"/>; 0 is a hidden base. They are changed.</param>
    /// <param name="cancellation">Ends the work with an exception.</param>
    public void Fill(IReadOnlyList<byte[]> sequences, CancellationToken cancellation)
    {
        var open = sequences.Select(codes => new Open(codes, Shuffled(codes))).ToList();
        for (var step = 0; step < Steps; step++)
        {
            open.RemoveAll(one => one.Places.Count == 0);
            if (open.Count == 0) return;
            var answers = bases.Of([.. open.Select(one => DesignTarget.Text(one.Codes))], cancellation);
            foreach (var (one, answer) in open.Zip(answers)) Draw(one, answer, one.Count(step));
        }
    }

    /// <summary>The hidden bases in a random order, of hidden pairs the opening ones.</summary>
    private Stack<int> Shuffled(byte[] codes)
    {
        int[] places =
        [
            .. Enumerable.Range(0, target.Length).Where(at => codes[at + 1] == 0)
                .Where(at => target.Partners[at] < 0 || target.Partners[at] > at || codes[target.Partners[at] + 1] != 0),
        ];
        random.Shuffle<int>(places);
        return new Stack<int>(places);
    }

    private void Draw(Open one, double[][] answer, int count)
    {
        var answers = new Dictionary<int, double[]>();
        foreach (var at in Enumerable.Range(0, target.Length).Where(at => one.Codes[at + 1] == 0))
            answers[at] = Weights(answer[answers.Count]);
        for (; count > 0; count--)
        {
            var at = one.Places.Pop();
            if (target.Partners[at] < 0) DrawUnpaired(one.Codes, at, answers[at]);
            else DrawPair(one.Codes, Math.Min(at, target.Partners[at]), answers);
        }
    }

    private double[] Weights(double[] probabilities)
    {
        var least = options.TopK is { } most && most < probabilities.Length ? probabilities.OrderDescending().ElementAt(most - 1) : 0;
        return
        [
            .. probabilities.Select(one => Math.Max(Math.Pow(one, 1 / options.Temperature), 1e-30) * (one >= least ? 1 : Excluded)),
        ];
    }

    private void DrawUnpaired(byte[] codes, int at, double[] weights)
    {
        int[] allowed = [.. Enumerable.Range(1, 4).Where(code => target.Allows(at, code))];
        codes[at + 1] = (byte)allowed[Choose([.. allowed.Select(code => weights[code - 1])])];
    }

    private void DrawPair(byte[] codes, int open, Dictionary<int, double[]> answers)
    {
        var close = target.Partners[open];
        (int Open, int Close)[] pairs =
        [
            .. target.PairsAt(open).Where(pair => Fits(codes[open + 1], pair.Open) && Fits(codes[close + 1], pair.Close)),
        ];
        var chosen = pairs[Choose([.. pairs.Select(pair => Weight(open, pair.Open) * Weight(close, pair.Close))])];
        codes[open + 1] = (byte)chosen.Open;
        codes[close + 1] = (byte)chosen.Close;

        static bool Fits(int present, int code) => present == 0 || present == code;

        double Weight(int at, int code) => answers.TryGetValue(at, out var weights) ? weights[code - 1] : 1;
    }

    private int Choose(double[] weights)
    {
        var rest = random.NextDouble() * weights.Sum();
        var at = 0;
        while (at < weights.Length - 1 && (rest -= weights[at]) >= 0) at++;
        return at;
    }

    /// <summary>A sequence that is being drawn.</summary>
    private sealed record Open(byte[] Codes, Stack<int> Places)
    {
        private readonly int steps = Codes.AsSpan(1, Codes.Length - 2).ContainsAnyExcept((byte)0) ? 1 : Steps;

        /// <summary>How many of the hidden bases and pairs a step draws.</summary>
        public int Count(int step) => (Places.Count + steps - step - 1) / (steps - step);
    }
}
