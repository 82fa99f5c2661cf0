using OmniHelix.Models.Backbones;
using OmniHelix.Models.Kernels;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>The blocks of an encoder one after the other, and what a caller wants to see of them.</summary>
internal sealed class EncoderStack : Module
{
    private readonly ModuleList<EncoderBlock> blocks;
    private readonly IBlockKernel kernel = new PlainKernel();

    /// <param name="blocks">In their order; they are named by their number.</param>
    public EncoderStack(IEnumerable<EncoderBlock> blocks) => this.blocks = Register("", new ModuleList<EncoderBlock>(blocks));

    /// <summary>Runs the blocks, then the final norm.</summary>
    /// <param name="x">States before them <c>[batch, length, hidden]</c>, which are disposed unless hidden states are wanted.</param>
    /// <param name="context">Padding, and whether it is left out of the stream.</param>
    /// <param name="end">The final norm, null for none, and whether the last of the hidden states is behind it.</param>
    /// <param name="outputs">What to return beside the last hidden state.</param>
    /// <param name="observer">Is shown the attention probabilities of each block.</param>
    /// <param name="part">The blocks to run.</param>
    public BackboneOutput Forward(
        Tensor x, AttentionContext context, (Norm? Norm, bool IsShown) end, Outputs outputs, AttentionObserver? observer, Range part)
    {
        using var scope = new TensorScope();
        var hiddenStates = outputs.HasFlag(Outputs.HiddenStates) ? new List<Tensor>() : null;
        var attentions = outputs.HasFlag(Outputs.Attentions) ? new List<Tensor>() : null;
        var packed = context.Gather(x);
        if (packed != x && hiddenStates is null) x.Dispose();
        x = packed;
        var (first, count) = part.GetOffsetAndLength(blocks.Count);
        for (var i = first; i < first + count; i++)
        {
            hiddenStates?.Add(context.Spread(x));
            var next = Block(i, x);
            if (hiddenStates is null) x.Dispose();
            x = next;
        }
        if (!end.IsShown) hiddenStates?.Add(context.Spread(x));
        if (end.Norm is { } norm) x = norm.Forward(x);
        x = context.Spread(x);
        if (end.IsShown) hiddenStates?.Add(x);
        return new BackboneOutput(scope.Keep(x), Keep(hiddenStates), Keep(attentions));

        Tensor Block(int i, Tensor before)
        {
            using var inner = new TensorScope();
            Action<Tensor>? look = attentions is null && observer is null ? null : p =>
            {
                attentions?.Add(Unscoped(p.Share()));
                observer?.Invoke(i, p);
            };
            var attended = kernel.Attend(blocks[i], before, context, look);
            return inner.Keep(kernel.FeedForward(blocks[i], attended));
        }

        List<Tensor>? Keep(List<Tensor>? list)
        {
            foreach (var tensor in list ?? []) scope.Keep(tensor);
            return list;
        }
    }

    /// <summary>Freezes the first blocks.</summary>
    public void Freeze(int count)
    {
        for (var i = 0; i < count; i++) blocks[i].Freeze();
    }

    /// <summary>Floating-point operations per token of a sequence of <paramref name="length"/> tokens.</summary>
    public double FlopsPerToken(int length) => blocks.Sum(block => block.FlopsPerToken(length));

    private static Tensor Unscoped(Tensor tensor)
    {
        tensor.LeaveScope();
        return tensor;
    }
}
