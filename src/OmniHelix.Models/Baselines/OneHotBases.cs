using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>Rows of zeros with a one at the channel of a base; what is no base has zeros alone.</summary>
internal sealed class OneHotBases : Module
{
    private readonly Parameter table;

    /// <param name="tokenBases">The base of each token.</param>
    public OneHotBases(string tokenBases)
    {
        const int Width = 4;
        var rows = new float[tokenBases.Length * Width];
        foreach (var (id, letter) in tokenBases.Index())
            if (letter != OneHotConfig.NoBase) rows[id * Width + OneHotConfig.Channels.IndexOf(letter, StringComparison.Ordinal)] = 1;
        table = Register("table", Parameter.Buffer([tokenBases.Length, Width]), stored: false);
        using var scope = new TensorScope();
        table.Value.CopyInPlace(Tensor.From<float>(rows, [tokenBases.Length, Width]));
    }

    /// <summary>Ids <c>[batch, length]</c> to <c>[batch, 4, length]</c>.</summary>
    public Tensor Forward(Tensor ids) =>
        table.Value.IndexSelect(0, ids.Reshape([-1])).Reshape([ids.Size(0), ids.Size(1), -1]).Transpose(1, 2);
}
