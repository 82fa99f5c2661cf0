using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Training.Tests;

/// <summary>Fits a line through points of three coordinates: a task on plain tensors, without a model of sequences.</summary>
internal sealed class LeastSquares : TrainingTask<int[]>, IValidation, IDisposable
{
    private const int Points = 44, Kept = 12, RowsPerBatch = 4, Width = 3;

    private readonly Linear line = new(Width, 1);
    private readonly float[] coordinates = new float[Points * Width];
    private readonly float[] heights = new float[Points];

    public LeastSquares(long seed)
    {
        var random = new Xoshiro256(5);
        for (var point = 0; point < Points; point++)
        {
            for (var k = 0; k < Width; k++) coordinates[point * Width + k] = (float)random.NextNormal();
            heights[point] = 2 * coordinates[point * Width] - coordinates[point * Width + 1] + 0.5f + 0.1f * (float)random.NextNormal();
        }
        var start = new Xoshiro256(seed);
        foreach (var (_, parameter) in line.NamedParameters())
            parameter.Replace(Filled([.. parameter.Value.Shape], () => (float)start.NextNormal()));
    }

    /// <summary>Makes the optimizer; null for the default.</summary>
    public Func<IReadOnlyList<(string Name, Parameter Value)>, double, Optimizer>? Factory { get; init; }

    /// <summary>Called before each loss.</summary>
    public Action? BeforeLoss { get; init; }

    /// <summary>What becomes of each loss.</summary>
    public Func<Tensor, Tensor> Altered { get; init; } = loss => loss;

    /// <summary>Called before each score.</summary>
    public Action? BeforeScore { get; init; }

    /// <summary>What the hooks were told: <c>epoch n</c> and <c>step n</c>.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Called with the weight after each step.</summary>
    public Action<Tensor>? AfterStep { get; init; }

    public Parameter Weight => Named("weight");

    public Parameter Bias => Named("bias");

    public override Module Module => line;

    public override IBatchSource<int[]> Batches { get; } = new Rows();

    public override IValidation? Validation => this;

    public string Metric => "squared_error";

    public bool GreaterIsBetter => false;

    // Noise from libtorch's generator shows whether a resumed run has its state.
    public override Tensor Loss(int[] batch)
    {
        BeforeLoss?.Invoke();
        var x = Coordinates(batch);
        return Altered(Squares(line.Forward(x + Ops.Randn(x.Shape, DType.Float32) * 0.05), batch));
    }

    public override BatchWork Work(int[] batch) => new(batch.Length, 6.0 * Width * batch.Length);

    public override Optimizer CreateOptimizer(IReadOnlyList<(string Name, Parameter Value)> trained, TrainerOptions options) =>
        Factory?.Invoke(trained, options.LearningRate) ?? base.CreateOptimizer(trained, options);

    public override void EpochBegins(int epoch) => Told.Add($"epoch {epoch}");

    public override void StepTaken(int step)
    {
        Told.Add($"step {step}");
        AfterStep?.Invoke(Weight);
    }

    public ValidationScore Score(CancellationToken cancellation)
    {
        BeforeScore?.Invoke();
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        int[] rows = [.. Enumerable.Range(Points - Kept, Kept)];
        var error = Squares(line.Forward(Coordinates(rows)), rows).ToDouble();
        return new ValidationScore(error, new Dictionary<string, double> { [Metric] = error });
    }

    public float[] Weights() => [.. line.NamedParameters().SelectMany(p => p.Value.Value.Detach().ToArray<float>())];

    public void Dispose() => line.Dispose();

    private Parameter Named(string name) => line.NamedParameters().Single(p => p.Name == name).Value;

    private static Tensor Filled(long[] shape, Func<float> value) =>
        Tensor.From<float>([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => value())], shape);

    // [rows, 3]
    private Tensor Coordinates(int[] rows) =>
        Tensor.From<float>([.. rows.SelectMany(row => coordinates.Skip(row * Width).Take(Width))], [rows.Length, Width]);

    private Tensor Squares(Tensor predicted, int[] rows)
    {
        var difference = predicted - Tensor.From<float>([.. rows.Select(row => heights[row])], [rows.Length, 1]);
        return (difference * difference).Mean();
    }

    /// <summary>Eight batches of four rows in an order of each epoch's own.</summary>
    private sealed class Rows : IBatchSource<int[]>
    {
        public int Count(int epoch) => (Points - Kept) / RowsPerBatch;

        public IEnumerable<int[]> Batches(int epoch, int first, CancellationToken cancellation)
        {
            var order = Enumerable.Range(0, Points - Kept).ToArray();
            new Xoshiro256(epoch).Shuffle(order.AsSpan());
            return order.Chunk(RowsPerBatch).Skip(first);
        }
    }
}
