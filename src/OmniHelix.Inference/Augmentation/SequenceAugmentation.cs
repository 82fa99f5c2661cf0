using System.Numerics.Tensors;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Torch;
using Tensor = OmniHelix.Torch.Tensor;

namespace OmniHelix.Inference.Augmentation;

/// <summary>
/// Variants of sequences by a masked language model: some tokens are hidden, and what the model expects in their place is drawn by its
/// probabilities. Which tokens and which bases depends on seed, record and try alone, whatever the batches. A record that cannot be used
/// fails alone.
/// </summary>
/// <example><code>
/// using var model = PretrainedModel.Open("omnihelix-rna-1m", new(), TaskType.MaskedLanguageModel);
/// using var input = InferenceInput.FromFile("x.fasta");
/// foreach (var record in new SequenceAugmentation(model, new() { Count = 3 }).Run(input)) Console.WriteLine(record.Variants[0]);
/// </code></example>
public sealed class SequenceAugmentation
{
    // A sequence so short, or a model so sure, that this often nothing new comes out has hardly more variants.
    private const int Tries = 8;

    private readonly PretrainedModel model;
    private readonly AugmentationOptions options;
    private readonly InferenceOptions how;
    private readonly FillLetters fill;
    private readonly NotFinite notFinite;
    private readonly int mask;
    private TokenUse use;

    /// <param name="model">A masked language model.</param>
    /// <param name="options">What is changed.</param>
    /// <param name="how">Lengths, batches, precision and device; null for the defaults.</param>
    /// <exception cref="UsageException">OH5320: the model fills in no tokens; OH5321: options out of range.</exception>
    /// <exception cref="OmniException">OH5020: the tokenizer has no mask token.</exception>
    public SequenceAugmentation(PretrainedModel model, AugmentationOptions options, InferenceOptions? how = null)
    {
        if (model.Model.Task != TaskType.MaskedLanguageModel)
            throw new UsageException(
                "OH5320", $"a model for {model.Model.Task.Name} fills in no hidden tokens", model.Folder,
                "Choose a masked language model.");
        this.model = model;
        this.options = options.Validate();
        this.how = how ?? new() { Device = model.Device };
        fill = new FillLetters(model.Tokenizer, options.AllowN);
        notFinite = new NotFinite(model.Model);
        mask = model.Tokenizer.Special.Mask ?? throw new OmniException(
            "OH5020", "the tokenizer has no mask token, which filling in needs", model.Folder, "Choose a masked language model.");
    }

    /// <summary>What was done so far.</summary>
    public InferenceCounts Counts { get; private set; } = new();

    /// <summary>Variants written so far.</summary>
    public long Variants { get; private set; }

    /// <summary>Records so far of which fewer variants were found than asked for.</summary>
    public long Short { get; private set; }

    /// <summary>Changes every record.</summary>
    /// <param name="input">Records.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The variants of each record, in order.</returns>
    /// <exception cref="OmniException">What <see cref="ExampleReader"/> throws for a file that cannot be read on.</exception>
    public IEnumerable<AugmentedRecord> Run(
        InferenceInput input, IProgress<InferenceProgress>? progress = null, CancellationToken cancellation = default)
    {
        var chunks = new RecordChunks(
            model.Tokenizer, how, model.MaxTokens, options.Count * model.Tokenizer.VocabularySize, TaskType.MaskedLanguageModel);
        var before = 0.0;
        foreach (var chunk in chunks.Of(input.Examples, cancellation))
        {
            var rows = new RowProgress(progress, Counts.Records, chunk, before, input.Fraction);
            var changed = Change(chunk, rows, cancellation);
            before = input.Fraction ?? 0;
            Counts = Counts.Plus(chunk, changed.Count(record => record.Error is not null), use);
            foreach (var record in changed)
            {
                Variants += record.Variants.Count;
                if (record.Error is null && record.Variants.Count < options.Count) Short++;
                yield return record;
            }
        }
    }

    private List<AugmentedRecord> Change(RecordChunk chunk, IProgress<int> rows, CancellationToken cancellation)
    {
        var drafts = Enumerable.Range(0, chunk.Examples.Count).Select(i => Draft.Of(chunk, i, model.Tokenizer.Molecule)).ToList();
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var open = drafts.Where(draft => draft.Error is null && draft.Found.Count < options.Count).ToList();
            if (open.Count == 0) break;
            // As many at once as are missing: of a long sequence each is a new one.
            var tries = open.SelectMany(draft => Enumerable.Range(0, options.Count - draft.Found.Count)
                .Select(variant => Hide(draft, attempt, variant))).ToList();
            Fill(chunk.Tokens!, tries, attempt == 0 ? rows : null, cancellation);
            foreach (var one in tries)
                if (one.Draft.Error is null) one.Draft.Add(new string(one.Letters));
        }
        return [.. drafts.Select(draft => new AugmentedRecord(draft.Example, draft.Error is null ? draft.Found : [], draft.Error))];
    }

    private Attempt Hide(Draft draft, int attempt, int variant)
    {
        var random = new Xoshiro256(options.Seed + ((long)attempt << 32) + ((long)variant << 40), draft.Example.Record);
        var places = draft.Places.ToArray();
        var count = Math.Clamp((int)(places.Length * options.NoiseRatio), 1, places.Length);
        // The first of a shuffle are a choice without replacement.
        for (var i = 0; i < count; i++)
        {
            var other = i + random.Next(places.Length - i);
            (places[i], places[other]) = (places[other], places[i]);
        }
        return new Attempt(draft, [.. places.Take(count).OrderBy(place => (place.Row, place.Token))], random);
    }

    private void Fill(RaggedTokens tokens, List<Attempt> tries, IProgress<int>? done, CancellationToken cancellation)
    {
        var jobs = tries.SelectMany(one => one.Places.Select(place => place.Row).Distinct().Select(row => (One: one, Row: row))).ToList();
        var scores = new Dictionary<(Attempt, Place), float[]>();
        var plan = new TokenBudgetSampler(
            [.. jobs.Select(job => tokens.Lengths[job.Row])],
            new BatchOptions { TokenBudget = how.BatchSize is null ? how.TokenBudget : null, BatchSize = how.BatchSize }).Epoch();
        var finished = 0;
        foreach (var batch in plan)
        {
            cancellation.ThrowIfCancellationRequested();
            Score(tokens, [.. batch.Select(job => jobs[job])], scores);
            finished += batch.Length;
            done?.Report((int)((long)finished * tokens.Count / jobs.Count));
        }
        // In the order of the places, so that the same numbers are drawn whatever the batches.
        foreach (var one in tries)
        {
            foreach (var place in one.Places) one.Draft.Error ??= notFinite.In(scores[(one, place)], one.Draft.Example);
            if (one.Draft.Error is not null) continue;
            foreach (var place in one.Places) Draw(one, place, scores[(one, place)]);
        }
    }

    private void Score(RaggedTokens tokens, (Attempt One, int Row)[] jobs, Dictionary<(Attempt, Place), float[]> scores)
    {
        var batch = TokenBatch.Create(tokens, [.. jobs.Select(job => job.Row)]);
        var hidden = new List<(Attempt One, Place Place, long At)>();
        foreach (var (row, job) in jobs.Index())
            foreach (var place in job.One.Places.Where(place => place.Row == job.Row))
            {
                var at = (long)row * batch.Length + place.Token;
                batch.InputIds[at] = mask;
                hidden.Add((job.One, place, at));
            }
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        Tensor logits;
        using (how.Precision == Precision.Bf16 ? new Autocast(DType.BFloat16, how.Device.Type) : null)
            logits = model.Model.Forward(batch.ToInput(how.Device, model.Model.Backbone.TokenTypeCount)).Logits;
        var width = (int)logits.Size(2);
        var at0 = Tensor.From<long>([.. hidden.Select(one => one.At)], [hidden.Count]).To(how.Device, DType.Int64);
        var values = logits.Reshape([-1, width]).IndexSelect(0, at0).To(Device.Cpu, DType.Float32).ToArray<float>();
        foreach (var (i, one) in hidden.Index()) scores[(one.One, one.Place)] = values.AsSpan(i * width, width).ToArray();
        use = new TokenUse(use.Needed + batch.TokensNeeded, use.Computed + batch.TokensComputed);
    }

    private void Draw(Attempt one, Place place, float[] scores)
    {
        var thymine = one.Draft.HasThymine;
        var candidates = fill.Of(place.Span.Length, thymine);
        if (options.TopK is { } most) candidates = [.. candidates.OrderByDescending(id => scores[id]).Take(most)];
        // A token of letters that no other has as many of, such as an unknown one, stays.
        if (candidates.Length == 0) return;
        var weights = candidates.Select(id => scores[id] / options.Temperature).ToArray();
        TensorPrimitives.Subtract(weights, TensorPrimitives.Max<double>(weights), weights);
        TensorPrimitives.Exp<double>(weights, weights);
        var rest = one.Random.NextDouble() * TensorPrimitives.Sum<double>(weights);
        var chosen = 0;
        while (chosen < weights.Length - 1 && (rest -= weights[chosen]) >= 0) chosen++;
        fill.Write(one.Letters, place.Span, candidates[chosen], thymine);
    }

    /// <summary>A token that may be hidden.</summary>
    private readonly record struct Place(int Row, int Token, TokenSpan Span);

    /// <summary>A variant that is being made.</summary>
    private sealed class Attempt(Draft draft, IReadOnlyList<Place> places, Xoshiro256 random)
    {
        public Draft Draft => draft;

        public IReadOnlyList<Place> Places => places;

        public Xoshiro256 Random => random;

        public char[] Letters { get; } = draft.Example.Sequence.ToCharArray();
    }

    /// <summary>A record on its way.</summary>
    private sealed record Draft(Example Example, IReadOnlyList<Place> Places)
    {
        private readonly HashSet<string> known = [Example.Sequence];

        /// <summary>Why nothing comes of it; null as long as something does.</summary>
        public OmniException? Error { get; set; }

        public List<string> Found { get; } = [];

        /// <summary>It has T where others have U.</summary>
        public required bool HasThymine { get; init; }

        public void Add(string variant)
        {
            if (known.Add(variant)) Found.Add(variant);
        }

        public static Draft Of(RecordChunk chunk, int record, Molecule molecule)
        {
            var example = chunk.Examples[record];
            var thymine = example.Sequence.Contains('T', StringComparison.OrdinalIgnoreCase)
                || (molecule != Molecule.Rna && !example.Sequence.Contains('U', StringComparison.OrdinalIgnoreCase));
            var draft = new Draft(example, []) { Error = chunk.Error(record), HasThymine = thymine };
            if (draft.Error is not null) return draft;
            var tokens = chunk.Tokens!;
            List<Place> places =
            [
                .. chunk.Record(record).Parts().SelectMany(part => Enumerable.Range(part.Start, part.End - part.Start)
                    .Select(token => new Place(part.Row, token, tokens.Spans(part.Row)[token]))),
            ];
            if (places.Count == 0)
                return draft with { Error = new OmniException("OH5322", "the sequence has no token to change", example.Place) };
            var overlap = places.Zip(places.Skip(1)).Any(pair => pair.Second.Span.Start < pair.First.Span.End);
            if (!overlap) return draft with { Places = places };
            const string advice = "Choose a model whose tokens stand side by side.";
            return draft with
            {
                Error = new OmniException(
                    "OH5322", "the tokens of the model overlap, so none can be changed alone", example.Place, advice),
            };
        }
    }
}
