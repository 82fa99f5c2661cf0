using System.Globalization;

namespace OmniHelix.Torch.Nn;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) in both directions, with the layout and names of PyTorch. Sequences of a batch
/// end where their padding begins, for the direction that reads backwards too.
/// </summary>
public sealed class Lstm : Module
{
    private const int Gates = 4;

    private readonly long hidden;
    private readonly int layers;
    private readonly List<Parameter> weights = [];

    /// <summary>Uninitialised weights.</summary>
    /// <param name="inputs">Size of a vector of the input.</param>
    /// <param name="hidden">Size of the state of a direction.</param>
    /// <param name="layers">Layers, each over the states of the one before.</param>
    public Lstm(long inputs, long hidden, int layers = 1)
    {
        this.hidden = hidden;
        this.layers = layers;
        for (var layer = 0; layer < layers; layer++)
            foreach (var direction in new[] { "", "_reverse" })
            {
                var end = string.Create(CultureInfo.InvariantCulture, $"_l{layer}{direction}");
                Add("weight_ih" + end, Gates * hidden, layer == 0 ? inputs : 2 * hidden);
                Add("weight_hh" + end, Gates * hidden, hidden);
                Add("bias_ih" + end, Gates * hidden);
                Add("bias_hh" + end, Gates * hidden);
            }
    }

    /// <summary>Size of the state of a direction.</summary>
    public long HiddenSize => hidden;

    /// <summary>Floating-point operations for a position; a multiplication with an addition counts two.</summary>
    public double FlopsPerPosition => 2.0 * weights.Where(weight => weight.Value.Rank == 2).Sum(weight => weight.Value.ElementCount);

    /// <summary>States of both directions, one behind the other.</summary>
    /// <param name="x"><c>[batch, length, inputs]</c>.</param>
    /// <param name="lengths">Positions of each sequence, at least one; what is behind them is padding.</param>
    /// <returns><c>[batch, length, 2 · hidden]</c>, 0 at padding.</returns>
    public Tensor Forward(Tensor x, IReadOnlyList<int> lengths)
    {
        using var scope = new TensorScope();
        long batch = x.Size(0), length = x.Size(1);
        var (places, sizes) = Pack(lengths, length);
        var at = Tensor.From<long>(places, [places.Length]).To(x.Device, DType.Int64);
        var start = Ops.Zeros([2 * layers, batch, hidden], x.DType, device: x.Device);
        var (packed, _, _) = Ops.Lstm(
            x.Reshape([batch * length, -1]).IndexSelect(0, at), Tensor.From<long>(sizes, [sizes.Length]), [start, start],
            [.. weights.Select(weight => weight.Value)], true, layers, 0, IsTraining, true);
        var all = Ops.Zeros([batch * length, 2 * hidden], packed.DType, device: x.Device).IndexAdd(0, at, packed);
        return scope.Keep(all.Reshape([batch, length, 2 * hidden]));
    }

    // Position by position, of the sequences that go on that far, the longest first: what libtorch calls a packed sequence.
    private static (long[] Places, long[] Sizes) Pack(IReadOnlyList<int> lengths, long length)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(row => lengths[row])];
        var places = new List<long>();
        var sizes = new List<long>();
        for (var position = 0; position < lengths[order[0]]; position++)
        {
            var before = places.Count;
            places.AddRange(order.TakeWhile(row => lengths[row] > position).Select(row => row * length + position));
            sizes.Add(places.Count - before);
        }
        return ([.. places], [.. sizes]);
    }

    private void Add(string name, params ReadOnlySpan<long> shape) => weights.Add(Register(name, new Parameter(shape)));
}
