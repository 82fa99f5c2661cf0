namespace OmniHelix.Workflows.FineTuning;

/// <summary>What training makes small.</summary>
public enum LossKind
{
    /// <summary>Cross-entropy of one class of several.</summary>
    CrossEntropy,

    /// <summary>Cross-entropy that weighs easy examples down (Lin et al. 2017).</summary>
    Focal,

    /// <summary>Binary cross-entropy of each of several labels.</summary>
    Bce,

    /// <summary>Mean squared error of numbers.</summary>
    Mse,
}
