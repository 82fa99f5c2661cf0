using OmniHelix.Rna.Design;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Design;

/// <summary>Asks a masked language model for the hidden bases of sequences, many at a time.</summary>
internal sealed class HiddenBases
{
    private readonly PretrainedModel model;
    private readonly InferenceOptions how;
    private readonly StructurePrompt prompt;
    private readonly NotFinite notFinite;

    /// <param name="model">A masked language model.</param>
    /// <param name="prompt">What it reads.</param>
    /// <param name="how">Batches and precision.</param>
    /// <exception cref="UsageException">OH5320: the model fills in no tokens.</exception>
    public HiddenBases(PretrainedModel model, StructurePrompt prompt, InferenceOptions? how)
    {
        if (model.Model.Task != TaskType.MaskedLanguageModel)
            throw new UsageException(
                "OH5320", $"a model for {model.Model.Task.Name} fills in no hidden tokens", model.Folder,
                "Choose a masked language model.");
        this.model = model;
        this.prompt = prompt;
        this.how = (how ?? new()) with { Device = model.Device };
        notFinite = new NotFinite(model.Model);
        model.Model.Eval();
    }

    /// <summary>The scores of the whole vocabulary at every hidden base.</summary>
    /// <param name="sequences">As <see cref="IBaseProbabilities.Of"/> takes them.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Of each sequence, and each hidden base in it from left to right, <c>[vocabulary]</c>.</returns>
    /// <exception cref="OmniException">OH5305: a score is not a finite number.</exception>
    public IEnumerable<float[][]> Scores(IReadOnlyList<string> sequences, CancellationToken cancellation)
    {
        var rows = how.BatchSize ?? Math.Max(1, how.TokenBudget / prompt.Length);
        foreach (var batch in sequences.Chunk(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var scores in ScoresOfBatch(batch)) yield return scores;
        }
    }

    private IEnumerable<float[][]> ScoresOfBatch(string[] sequences)
    {
        var ids = new long[sequences.Length * prompt.Length];
        var asked = new List<long>();
        foreach (var (row, sequence) in sequences.Index())
        {
            var start = row * prompt.Length;
            prompt.Write(sequence, ids.AsSpan(start, prompt.Length));
            for (var at = 0; at < sequence.Length; at++)
                if (sequence[at] == IBaseProbabilities.Hidden) asked.Add(start + prompt.First + at);
        }
        if (asked.Count == 0) return sequences.Select(_ => Array.Empty<float[]>());
        var values = Forward(ids, [sequences.Length, prompt.Length], asked);
        if (notFinite.In(values, place: null) is { } error) throw error;
        var next = new Queue<float[]>(values.Chunk(values.Length / asked.Count));
        return sequences.Select(sequence =>
            sequence.Where(letter => letter == IBaseProbabilities.Hidden).Select(_ => next.Dequeue()).ToArray());
    }

    private float[] Forward(long[] ids, long[] shape, List<long> asked)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        Tensor logits;
        using (Autocast.Of(how.Precision, how.Device.Type))
            logits = model.Model.Forward(new(Tensor.From<long>(ids, shape).To(how.Device, DType.Int64))).Logits;
        var at = Tensor.From<long>([.. asked], [asked.Count]).To(how.Device, DType.Int64);
        return logits.Reshape([-1, logits.Size(2)]).IndexSelect(0, at).To(Device.Cpu, DType.Float32).ToArray<float>();
    }
}
