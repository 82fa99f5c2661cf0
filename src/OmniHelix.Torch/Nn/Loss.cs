namespace OmniHelix.Torch.Nn;

/// <summary>How the losses of elements become one.</summary>
public enum Reduction
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Their mean; what counts as an element is said with each loss.</summary>
    Mean = 1,

    /// <summary>Their sum.</summary>
    Sum = 2,
}

/// <summary>Losses on logits and real values, differentiable, in the element type of the input.</summary>
public static class Loss
{
    /// <summary>
    /// Cross entropy of logits. The mean divides by the weights of the targets that count (by their number without weights), with soft
    /// targets by the number of rows; it is not a number when every target is ignored, so pass over such a batch.
    /// </summary>
    /// <param name="logits"><c>[…, classes]</c>.</param>
    /// <param name="target">Classes <c>[…]</c>, or probabilities <c>[…, classes]</c> of a floating-point type.</param>
    /// <param name="weight">Weight of each class, <c>[classes]</c>.</param>
    /// <param name="ignoreLabel">Targets of this class do not count; has no meaning for soft targets.</param>
    /// <param name="smoothing">Share of the target spread over all classes (Szegedy et al. 2016).</param>
    /// <param name="reduction">None gives a loss for each target.</param>
    public static Tensor CrossEntropy(
        Tensor logits,
        Tensor target,
        Tensor? weight = null,
        long ignoreLabel = -100,
        double smoothing = 0,
        Reduction reduction = Reduction.Mean)
    {
        var shape = logits.Shape;
        var soft = target.Rank == logits.Rank;
        var rows = logits.Reshape([-1, shape[^1]]);
        var targets = soft ? target.Reshape([-1, shape[^1]]) : target.Reshape([-1]);
        var loss = rows.CrossEntropyLoss(targets, weight, (long)reduction, ignoreLabel, smoothing);
        return reduction == Reduction.None ? loss.Reshape(shape.AsSpan(0, shape.Length - 1)) : loss;
    }

    /// <summary>Negative log likelihood of log probabilities, with weights and ignored targets as in <see cref="CrossEntropy"/>.</summary>
    /// <param name="logProbabilities"><c>[rows, classes]</c>.</param>
    /// <param name="target"><c>[rows]</c>.</param>
    /// <param name="weight">Weight of each class, <c>[classes]</c>.</param>
    /// <param name="ignoreLabel">Targets of this class do not count.</param>
    /// <param name="reduction">How rows are joined.</param>
    public static Tensor NegativeLogLikelihood(
        Tensor logProbabilities, Tensor target, Tensor? weight = null, long ignoreLabel = -100, Reduction reduction = Reduction.Mean) =>
        logProbabilities.NllLoss(target, weight, (long)reduction, ignoreLabel);

    /// <summary>Binary cross entropy of logits; the mean is over all cells, whatever their weights.</summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="target">0, 1 or between, same shape.</param>
    /// <param name="weight">Weight of each cell, broadcast.</param>
    /// <param name="positiveWeight">Factor of the positive part of each label, <c>[labels]</c>.</param>
    /// <param name="reduction">How cells are joined.</param>
    public static Tensor BinaryCrossEntropy(
        Tensor logits, Tensor target, Tensor? weight = null, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean) =>
        logits.BinaryCrossEntropyWithLogits(target, weight, positiveWeight, (long)reduction);

    /// <summary>Squared error.</summary>
    public static Tensor MeanSquaredError(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
        input.MseLoss(target, (long)reduction);

    /// <summary>Absolute error.</summary>
    public static Tensor MeanAbsoluteError(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
        input.L1Loss(target, (long)reduction);

    /// <summary>Squared up to <paramref name="delta"/>, linear with slope delta beyond (Huber 1964).</summary>
    public static Tensor Huber(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
        input.HuberLoss(target, (long)reduction, delta);

    /// <summary>Huber's loss divided by <paramref name="beta"/>, slope 1 beyond; with beta 0 the absolute error.</summary>
    public static Tensor SmoothL1(Tensor input, Tensor target, double beta = 1, Reduction reduction = Reduction.Mean) =>
        // libtorch's kernel with beta 0 has a gradient of −1 where input and target are equal.
        beta == 0 ? MeanAbsoluteError(input, target, reduction) : input.SmoothL1Loss(target, (long)reduction, beta);

    /// <summary>Negative log likelihood of Poisson counts.</summary>
    /// <param name="input">The rate, or its logarithm.</param>
    /// <param name="target">Counts, same shape.</param>
    /// <param name="logInput">True when the input is the logarithm of the rate.</param>
    /// <param name="full">Adds Stirling's approximation of the term that does not depend on the input, for counts above 1.</param>
    /// <param name="epsilon">Keeps the logarithm of a rate of 0 finite.</param>
    /// <param name="reduction">How elements are joined.</param>
    public static Tensor PoissonNegativeLogLikelihood(
        Tensor input,
        Tensor target,
        bool logInput = true,
        bool full = false,
        double epsilon = 1e-8,
        Reduction reduction = Reduction.Mean) =>
        Ops.PoissonNllLoss(input, target, logInput, full, epsilon, (long)reduction);

    /// <summary>Negative log likelihood of normal values with their own variance (Nix and Weigend 1994).</summary>
    /// <param name="mean">Predicted mean, any shape.</param>
    /// <param name="target">Same shape.</param>
    /// <param name="variance">Predicted variance, same shape.</param>
    /// <param name="full">Adds the constant ½ ln 2π.</param>
    /// <param name="epsilon">Smallest variance; smaller ones are raised to it and get no gradient through the bound.</param>
    /// <param name="reduction">How elements are joined.</param>
    public static Tensor GaussianNegativeLogLikelihood(
        Tensor mean, Tensor target, Tensor variance, bool full = false, double epsilon = 1e-6, Reduction reduction = Reduction.Mean)
    {
        var bounded = variance.ClampMin(epsilon);
        var loss = (bounded.Log() + (mean - target).Square() / bounded) * 0.5;
        return Reduce(full ? loss + 0.5 * Math.Log(2 * Math.PI) : loss, reduction);
    }

    /// <summary>
    /// Kullback–Leibler divergence of the softmax of logits from target probabilities, summed over classes; the mean is over rows.
    /// </summary>
    /// <param name="logits"><c>[rows, classes]</c>.</param>
    /// <param name="target">Probabilities, <c>[rows, classes]</c>.</param>
    /// <param name="reduction">None gives a value for each cell.</param>
    public static Tensor KullbackLeibler(Tensor logits, Tensor target, Reduction reduction = Reduction.Mean)
    {
        var cells = logits.LogSoftmax(-1).KlDiv(target, (long)Reduction.None);
        return reduction == Reduction.Mean ? cells.Sum() / logits.Size(0) : Reduce(cells, reduction);
    }

    /// <summary>1 − cosine for pairs that belong together (target 1), the cosine above a margin for those that do not (−1).</summary>
    /// <param name="first"><c>[rows, width]</c>.</param>
    /// <param name="second"><c>[rows, width]</c>.</param>
    /// <param name="target">1 or −1, <c>[rows]</c>.</param>
    /// <param name="margin">Cosine that costs nothing.</param>
    /// <param name="reduction">How rows are joined.</param>
    public static Tensor CosineEmbedding(
        Tensor first, Tensor second, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
        Ops.CosineEmbeddingLoss(first, second, target, margin, (long)reduction);

    private static Tensor Reduce(Tensor loss, Reduction reduction) => reduction switch
    {
        Reduction.Mean => loss.Mean(),
        Reduction.Sum => loss.Sum(),
        _ => loss,
    };
}
