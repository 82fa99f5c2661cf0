using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Models.Baselines;

/// <summary>A network along the sequence without attention: any length, and only a last hidden state.</summary>
/// <typeparam name="T">Its configuration.</typeparam>
internal abstract class BaselineBackbone<T> : Backbone where T : BaselineConfig
{
    private protected BaselineBackbone(T config)
    {
        config.Check("the configuration");
        Config = config;
    }

    /// <inheritdoc/>
    public override T Config { get; }

    /// <inheritdoc/>
    public override string Prefix => Config.Family.NameOf(Config.ModelType).KeyPrefix;

    /// <inheritdoc/>
    public override int MaxTokens => int.MaxValue;

    /// <inheritdoc/>
    public override int Resolution => Config.Resolution;

    private protected sealed override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        if (outputs.HasFlag(Outputs.HiddenStates))
            throw new OmniException(
                "OH3406", $"a model of type {Config.ModelType} has no hidden states but the last", null, "Leave the layer out.");
        using var scope = new TensorScope();
        return new BackboneOutput(scope.Keep(Vectors(input.InputIds, new Positions(input.AttentionMask))));
    }

    /// <summary>The last hidden state <c>[batch, ⌈length / resolution⌉, hidden]</c>.</summary>
    /// <param name="ids"><c>[batch, length]</c>.</param>
    /// <param name="positions">Where the sequences end.</param>
    private protected abstract Tensor Vectors(Tensor ids, Positions positions);
}
