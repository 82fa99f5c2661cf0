using OmniHelix.Torch;

namespace OmniHelix.Models.Decoders;

/// <summary>
/// Writes the outputs of a decoder: the best token at each step, or a search that keeps several outputs of each sequence side by side.
/// B sequences, k beams, V vocabulary.
/// </summary>
internal sealed class BeamSearch(SequenceDecoder decoder, int start, int end, GenerationOptions options)
{
    private readonly int beams = options.Beams;
    private readonly int start = start, end = end;
    private readonly GenerationOptions options = options;

    /// <summary>One output for each row that was read.</summary>
    /// <param name="read">What the encoder has read, <c>[B, L, h]</c>.</param>
    /// <param name="mask"><c>[B, L]</c>, 0 for padding; null for none.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public IReadOnlyList<GeneratedTokens> Run(Tensor read, Tensor? mask, CancellationToken cancellation)
    {
        using var off = GradMode.Off();
        using var whole = new TensorScope();
        var searches = Enumerable.Range(0, (int)read.Size(0)).Select(_ => new Search(this)).ToList();
        var state = decoder.Begin(read, mask).Repeated(beams);
        long[] last = [.. Enumerable.Repeat((long)start, searches.Count * beams)];
        for (var step = 0; step < options.MaxNewTokens && searches.Exists(search => !search.IsDone); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = new TensorScope();
            var written = Tensor.From<long>(last, [last.Length]).To(read.Device, DType.Int64);
            var (scores, next) = decoder.Step(written, state);
            var logs = scores.To(DType.Float32).LogSoftmax(-1);                  // [B · k, V]
            var most = Math.Min(2 * beams, logs.Size(1));
            var (values, indices) = logs.Topk(most);
            var rows = Choose(searches, values.ToArray<float>(), indices.ToArray<long>(), (int)most);
            last = [.. searches.SelectMany(search => search.Last)];
            if (beams > 1) next = next.Of(Tensor.From<long>(rows, [rows.Length]).To(read.Device, DType.Int64));
            state.ForgetWritten();
            next.Keep(scope);
            state = next;
        }
        return [.. searches.Select(search => search.Best())];
    }

    private long[] Choose(List<Search> searches, float[] values, long[] indices, int most)
    {
        var rows = new long[searches.Count * beams];
        foreach (var (number, search) in searches.Index())
        {
            var from = number * beams * most;
            var size = beams * most;
            var parents = search.Choose(values.AsSpan(from, size), indices.AsSpan(from, size), most);
            for (var beam = 0; beam < beams; beam++) rows[number * beams + beam] = number * beams + parents[beam];
        }
        return rows;
    }

    /// <summary>The outputs of one sequence: those that are being written, and the best that have ended.</summary>
    private sealed class Search(BeamSearch search)
    {
        private readonly List<GeneratedTokens> ended = [];
        private (List<int> Tokens, double Log)[] running =
            [.. Enumerable.Range(0, search.beams).Select(beam => (new List<int>(), beam == 0 ? 0 : double.NegativeInfinity))];

        public bool IsDone { get; private set; }

        /// <summary>The token that each beam has written last.</summary>
        public IEnumerable<long> Last => running.Select(one => one.Tokens.Count > 0 ? (long)one.Tokens[^1] : search.start);

        /// <summary>
        /// Goes on with the best of the candidates, the best tokens behind each beam, and tells which beam each came from.
        /// </summary>
        public int[] Choose(ReadOnlySpan<float> values, ReadOnlySpan<long> indices, int most)
        {
            if (IsDone) return [.. Enumerable.Range(0, search.beams)];
            var candidates = new List<(int Beam, int Token, double Log)>();
            for (var i = 0; i < values.Length; i++)
                candidates.Add((i / most, (int)indices[i], running[i / most].Log + values[i]));
            var next = new List<(List<int> Tokens, double Log)>();
            var parents = new List<int>();
            foreach (var (rank, (beam, token, log)) in candidates.OrderByDescending(one => one.Log).Index())
            {
                if (next.Count == search.beams) break;
                if (double.IsNegativeInfinity(log)) continue;
                if (token == search.end)
                {
                    if (rank < search.beams) End(running[beam].Tokens, log, isFinished: true);
                    continue;
                }
                next.Add(([.. running[beam].Tokens, token], log));
                parents.Add(beam);
            }
            var length = running[0].Tokens.Count + 1;
            while (next.Count < search.beams)
            {
                next.Add(([.. Enumerable.Repeat(search.start, length)], double.NegativeInfinity));
                parents.Add(0);
            }
            running = [.. next];
            IsDone = ended.Count >= search.beams && ended.Min(one => one.Score) >= Score(running.Max(one => one.Log), length);
            // Without beams beside it the best output is the first that ends.
            IsDone |= search.beams == 1 && ended.Count > 0;
            return [.. parents];
        }

        public GeneratedTokens Best()
        {
            if (!IsDone)
                foreach (var (tokens, log) in running)
                    if (!double.IsNegativeInfinity(log)) End(tokens, log, isFinished: false);
            return ended.MaxBy(one => one.Score)!;
        }

        private void End(List<int> tokens, double log, bool isFinished)
        {
            ended.Add(new GeneratedTokens(tokens, log, Score(log, tokens.Count + (isFinished ? 1 : 0)), isFinished));
            if (ended.Count > search.beams) ended.Remove(ended.MinBy(one => one.Score)!);
        }

        private double Score(double log, int length) => log / Math.Pow(Math.Max(1, length), search.options.LengthPenalty);
    }
}
