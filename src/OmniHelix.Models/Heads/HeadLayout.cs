namespace OmniHelix.Models.Heads;

/// <summary>What lies between the encoder and the labels.</summary>
public enum HeadLayout
{
    /// <summary>Dropout and one linear layer, on each token or on the pooled vector.</summary>
    Linear,

    /// <summary>
    /// The classification head of RoBERTa and its kin for sequences: dropout, dense, tanh, dropout, linear. The same as
    /// <see cref="Linear"/> for tokens.
    /// </summary>
    Dense,

    /// <summary>OmniGenBench 0.4: tanh on the hidden states, and a dense layer with tanh on the first token for sequences.</summary>
    OmniGenBench,

    /// <summary>
    /// The classification head of DistilBERT for sequences: dense, ReLU, dropout, linear. The same as <see cref="Linear"/> for tokens.
    /// </summary>
    Relu,

    /// <summary>
    /// The head of DeepSTARR for sequences: two dense layers of 256, each with batch norm, ReLU and dropout, then linear. The same as
    /// <see cref="Linear"/> for tokens.
    /// </summary>
    Mlp,

    /// <summary>The heads of ModernBERT, for tokens too: dense, activation, norm, dropout, linear.</summary>
    Normed,
}
