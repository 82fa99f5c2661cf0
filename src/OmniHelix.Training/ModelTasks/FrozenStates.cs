using Microsoft.Win32.SafeHandles;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Training.ModelTasks;

/// <summary>
/// What frozen layers give for each row of a store: computed when a row is first met, kept in a file in float32, and read from there in
/// every later epoch. The file goes with this object: a training that goes on computes them anew, in the same company, since a product of
/// other rows may be rounded otherwise.
/// </summary>
public sealed class FrozenStates : IDisposable
{
    private readonly OmniModel model;
    private readonly int blocks;
    private readonly Device device;
    private readonly RaggedTokens tokens;
    private readonly Dictionary<int, int[]> groups = [];
    private readonly SafeFileHandle file;
    private readonly string path;
    private readonly long[] starts;
    private readonly bool[] isKept;
    private DType type = DType.Float32;

    /// <summary>Makes the file and reserves its room.</summary>
    /// <param name="model">Its first blocks are frozen.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="tokens">Rows whose tokens stay the same in all epochs.</param>
    /// <param name="path">File to make; what was there is lost.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="together">
    /// Rows that are computed together, whenever one of them is met: the batches of the first epoch, so that a training that goes on in a
    /// later one has the numbers of one that was never stopped. Null for the rows of the batch in which one is first met.
    /// </param>
    /// <exception cref="OmniException">OH6001 the disk has no room for it; OH6002 it cannot be written.</exception>
    public FrozenStates(
        OmniModel model, int blocks, RaggedTokens tokens, string path, Device device, IReadOnlyList<int[]>? together = null)
    {
        this.model = model;
        this.tokens = tokens;
        foreach (var group in together ?? [])
            foreach (var row in group) groups[row] = group;
        this.blocks = blocks;
        this.path = path;
        this.device = device;
        isKept = new bool[tokens.Count];
        starts = new long[tokens.Count];
        var width = (long)model.HiddenSize * sizeof(float);
        for (var row = 1; row < starts.Length; row++) starts[row] = starts[row - 1] + tokens.Lengths[row - 1] * width;
        try
        {
            const FileOptions options = FileOptions.DeleteOnClose | FileOptions.RandomAccess;
            file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, options, Size(model, tokens));
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    /// <summary>Bytes of the file.</summary>
    public static long Size(OmniModel model, RaggedTokens tokens) => tokens.TokenCount * model.HiddenSize * sizeof(float);

    /// <summary>The input of a batch with the states of its frozen layers.</summary>
    /// <param name="batch">Of the store.</param>
    /// <exception cref="OmniException">OH6001, OH6002: the file cannot be read or written.</exception>
    public ModelInput Input(TokenBatch batch)
    {
        var input = batch.ToInput(device, model.Backbone.TokenTypeCount);
        try
        {
            return input with { Lower = new LowerStates(States(batch, input), blocks) };
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    /// <summary>Closes and removes the file.</summary>
    public void Dispose() => file.Dispose();

    private Tensor States(TokenBatch batch, ModelInput input)
    {
        if (batch.RowIndices.All(row => isKept[row])) return Read(batch);
        if (groups.Count == 0 || batch.RowIndices.AsSpan().SequenceEqual(Together(batch.RowIndices[0]))) return Compute(batch, input);
        foreach (var row in batch.RowIndices)
        {
            if (isKept[row]) continue;
            using var scope = new TensorScope();
            var group = TokenBatch.Create(tokens, Together(row));
            _ = Compute(group, group.ToInput(device, model.Backbone.TokenTypeCount));
        }
        return Read(batch);
    }

    private int[] Together(int row) => groups.GetValueOrDefault(row) ?? [row];

    private Tensor Compute(TokenBatch batch, ModelInput input)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var states = model.LowerStates(input, blocks);
        type = states.DType;
        var single = states.To(Device.Cpu, DType.Float32).Contiguous();
        Each(batch, single, (bytes, at) => RandomAccess.Write(file, bytes, at));
        foreach (var row in batch.RowIndices) isKept[row] = true;
        return scope.Keep(states);
    }

    private Tensor Read(TokenBatch batch)
    {
        using var scope = new TensorScope();
        var single = Ops.Zeros([batch.Rows, batch.Length, model.HiddenSize], DType.Float32, Device.Cpu);
        Each(batch, single, Fill);
        return scope.Keep(single.To(device, type));
    }

    private void Fill(Span<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, at);
            if (read == 0) throw new EndOfStreamException();
            bytes = bytes[read..];
            at += read;
        }
    }

    // The tokens of each row, and where they lie in the file.
    private unsafe void Each(TokenBatch batch, Tensor states, Action<Span<byte>, long> move)
    {
        var width = model.HiddenSize * sizeof(float);
        var start = (byte*)states.DataAddress;
        for (var r = 0; r < batch.Rows; r++)
        {
            var length = batch.AttentionMask.AsSpan(r * batch.Length, batch.Length).Count(1);
            move(new Span<byte>(start + (long)r * batch.Length * width, checked(length * width)), starts[batch.RowIndices[r]]);
        }
        GC.KeepAlive(states);
    }
}
